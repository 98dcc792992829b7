/** @jest-environment ./test/support/pglite-environment.cjs */
import { ATTEMPT_STATUSES, type AttemptStatus, type Order } from '../../src/orders/domain/order';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { canBecome, TRANSITIONS } from '../../src/orders/domain/transitions';
import { changesOf, opening, refundSucceeded, wayTo } from '../support/orders';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { Subject } from './contract/subject';

/** What the schema refuses by itself, to whoever writes: another program, a hand, or a mistake of ours. */
describe('the rules of the schema', () => {
  let place: OrderDatabase;
  let subject: Subject;
  beforeAll(async () => {
    place = await createOrderDatabase();
    subject = new Subject(new PostgresOrderStore(place.database));
  });
  afterAll(() => place.drop());

  const attemptOf = (order: Order) => order.attempts.at(-1)?.id ?? '';

  async function orderWithAttempt(status: AttemptStatus): Promise<Order> {
    const { order, attemptId } = await subject.createWithAttempt();
    const way = wayTo(status, attemptId);
    return way.length > 0 ? subject.append(order, ...way) : order;
  }

  const lineInHistory = (order: Order, to: string) => `
    INSERT INTO order_history (order_id, sequence, at, moved_by, change, attempt_id, attempt_status)
    VALUES ('${order.id}', ${order.version + 1}, now(), 'staff', '{"type": "staged"}', '${attemptOf(order)}', '${to}')`;

  const anotherAttempt = (order: Order, status: string) => `
    INSERT INTO intent_uses VALUES (-1, 'att_beside');
    INSERT INTO attempts (id, order_id, number, body)
    SELECT 'att_beside', order_id, number + 1, jsonb_set(body || '{"status": "${status}", "nonce": "beside", "transactionId": null}', '{intent,id}', '-1')
    FROM attempts WHERE id = '${attemptOf(order)}'`;

  describe('for the moves of an attempt', () => {
    it('are those of the application, all of them and no others', async () => {
      const rows = await place.sql('SELECT from_status, to_status FROM attempt_transitions');
      const ours = ATTEMPT_STATUSES.flatMap((from) => TRANSITIONS[from].map((to) => `${from} to ${to}`));
      const theirs = rows.map((row) => `${String(row['from_status'])} to ${String(row['to_status'])}`);
      expect(theirs.sort()).toEqual(ours.sort());
    });

    it.each(ATTEMPT_STATUSES)('let an attempt that is %s go where it may, and nowhere else', async (from) => {
      const order = await orderWithAttempt(from);
      for (const to of ATTEMPT_STATUSES) {
        const broken = await place.ruleBrokenBy(lineInHistory(order, to));
        expect([to, broken]).toEqual([to, canBecome(from, to) ? null : 'legal_transitions']);
      }
    });

    it.each(ATTEMPT_STATUSES.filter((status) => status !== 'ready'))(
      'let no history begin with an attempt that is %s',
      async (status) => {
        const order = await subject.create();
        const line = lineInHistory(order, status).replace(`''`, `'att_new'`);
        expect(await place.ruleBrokenBy(line)).toBe('legal_transitions');
      },
    );

    it('let no status be set behind the back of the history', async () => {
      const order = await orderWithAttempt('charging');
      for (const status of ATTEMPT_STATUSES.filter((each) => each !== 'charging')) {
        const broken = await place.ruleBrokenBy(`
          UPDATE attempts
          SET body = body || '{"status": "${status}", "transactionId": null, "captured": 0, "authorised": 0}'
          WHERE id = '${attemptOf(order)}'`);
        expect([status, broken]).toEqual([status, RULE_OF_STATUS[status] ?? 'status_follows_history']);
      }
    });
  });

  /** Other rules that a status alone breaks. */
  const RULE_OF_STATUS: Partial<Record<AttemptStatus, string>> = {
    authorised: 'reserved_money_is_known',
    captured: 'taken_money_is_known',
    reversed: 'taken_money_is_known',
  };

  describe('for attempts', () => {
    it('let one be live at a time', async () => {
      const { order } = await subject.createWithAttempt();
      const insert = anotherAttempt(order, 'ready');
      expect(await place.ruleBrokenBy(`${lineInHistory(order, 'ready')}; ${insert}`)).toBe(
        'legal_transitions',
      );
      const line = lineInHistory(order, 'ready').replace(attemptOf(order), 'att_beside');
      expect(await place.ruleBrokenBy(`${line}; ${insert}`)).toBe('one_live_attempt');
    });

    it.each(['pending', 'unknown'] as const)(
      'let none start or be charged beside one that is %s',
      async (status) => {
        const order = await orderWithAttempt(status);
        const line = lineInHistory(order, 'ready').replace(attemptOf(order), 'att_beside');
        expect(await place.ruleBrokenBy(`${line}; ${anotherAttempt(order, 'ready')}`)).toBe(
          'one_live_attempt',
        );

        const { order: other, go } = await subject.createWithAttempt();
        const late = await subject.append(other, go.abandoned());
        const second = opening();
        const ready = await subject.append(late, second);
        await subject.append(ready, status === 'pending' ? go.pending() : go.unknown());
        await expect(
          place.sql(`
          WITH line AS (
            INSERT INTO order_history (order_id, sequence, at, moved_by, change, attempt_id, attempt_status)
            VALUES ('${other.id}', 99, now(), 'staff', '{}', '${second.attemptId}', 'charging')
          )
          UPDATE attempts SET body = body || '{"status": "charging"}' WHERE id = '${second.attemptId}'`),
        ).rejects.toMatchObject({ constraint: 'one_live_attempt' });
      },
    );

    it('let one be taken up again that was set aside, alone, and none that was given up otherwise', async () => {
      const { order, go } = await subject.createWithAttempt();
      const aside = await subject.append(order, go.setAside());
      const reopen = (of: Order) => `${lineInHistory(of, 'ready')};
        UPDATE attempts SET body = body || '{"status": "ready"}' WHERE id = '${attemptOf(of)}'`;
      expect(await place.ruleBrokenBy(reopen(aside))).toBeNull();

      const { order: other, go: others } = await subject.createWithAttempt();
      const givenUp = await subject.append(other, others.abandoned());
      expect(await place.ruleBrokenBy(reopen(givenUp))).toBe('only_set_aside_comes_back');
      const mark = `UPDATE attempts SET body = body || '{"setAside": true, "chargedAt": "2026-01-01T00:00:00.000Z"}'
        WHERE id = '${attemptOf(givenUp)}'`;
      expect(await place.ruleBrokenBy(`${mark}; ${reopen(givenUp)}`)).toBe('only_set_aside_comes_back');

      const first = attemptOf(aside);
      const second = opening();
      const beside = await subject.append(aside, second);
      const { claimed, unknown: lost } = changesOf(second.attemptId);
      const unknown = await subject.append(beside, claimed(), lost());
      const late = reopen(unknown).replaceAll(second.attemptId, first);
      expect(await place.ruleBrokenBy(late)).toBe('one_live_attempt');
    });

    it('let none have the transaction, the intent or the nonce of another', async () => {
      const [one, other] = [await subject.createPaid(), await orderWithAttempt('declined')];
      const take = (field: string) => `
        UPDATE attempts
        SET body = body || jsonb_build_object('${field}', (SELECT body -> '${field}' FROM attempts WHERE id = '${attemptOf(one)}'))
        WHERE id = '${attemptOf(other)}'`;
      expect(await place.ruleBrokenBy(take('transactionId'))).toBe('attempts_own_their_transaction');
      expect(await place.ruleBrokenBy(take('intent'))).toBe('attempts_own_their_intent');
      expect(await place.ruleBrokenBy(take('nonce'))).toBe('attempts_nonce_is_unique');
    });

    it('keep transactions and intents for ever, whatever becomes of the order', async () => {
      await subject.createPaid();
      for (const table of ['transaction_uses', 'intent_uses']) {
        expect(await place.ruleBrokenBy(`DELETE FROM ${table}`)).toBe('append_only');
        expect(await place.ruleBrokenBy(`UPDATE ${table} SET attempt_id = 'att_other'`)).toBe('append_only');
      }
    });

    it('let no money be taken or reserved that no transaction shows', async () => {
      const order = await subject.createPaid();
      const set = (field: string, value: number | null) =>
        place.ruleBrokenBy(`
          UPDATE attempts SET body = body || '{"${field}": ${value}}' WHERE id = '${attemptOf(order)}'`);
      expect(await set('transactionId', null)).toBe('taken_money_is_known');
      expect(await set('capturedAt', null)).toBe('taken_money_is_known');
      expect(await set('reversed', 25_01)).toBe('reversals_stay_below_captures');
      expect(await set('captured', 24_99)).toBe('captures_never_shrink');
      expect(await set('authorised', -1)).toBe('minor_units_check');
      expect(await set('captured', 9_007_199_254_740_992)).toBe('minor_units_check');
      expect(await set('captured', 25.5)).toBe('22P02');
    });
  });

  describe('for refunds', () => {
    const refund = (order: Order, amount: number, number = 9) => `
      INSERT INTO refunds (id, order_id, number, body) VALUES ('${order.id}/${number}', '${order.id}', ${number},
        '{"attemptId": "${attemptOf(order)}", "amount": ${amount}, "status": "claimed"}')`;

    it('stay at or below what was captured', async () => {
      const order = await subject.createPaid();
      const { refundClaimed } = changesOf(attemptOf(order));
      await subject.append(order, refundClaimed(`ref_${order.id}`, 20_00));
      expect(await place.ruleBrokenBy(refund(order, 5_00))).toBeNull();
      expect(await place.ruleBrokenBy(refund(order, 5_01))).toBe('refunds_stay_below_captures');
      const change = `UPDATE refunds SET body = body || '{"amount": 1}' WHERE order_id = '${order.id}'`;
      expect(await place.ruleBrokenBy(change)).toBe('refunds_settle_once');
    });

    it('are nothing where nothing was captured', async () => {
      const order = await orderWithAttempt('authorised');
      expect(await place.ruleBrokenBy(refund(order, 1))).toBe('refunds_stay_below_captures');
      expect(await place.ruleBrokenBy(refund(await subject.createPaid(), 0))).toBe('refunds_amount_check');
    });

    it('are counted one after the other when they come at once', async () => {
      const order = await subject.createPaid();
      const all = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => place.sql(refund(order, 10_00, index + 1))),
      );
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    });

    it('are settled once', async () => {
      const order = await subject.createPaid();
      const id = `ref_${order.id}`;
      await subject.append(order, changesOf(attemptOf(order)).refundClaimed(id, 1_00), refundSucceeded(id));
      expect(
        await place.ruleBrokenBy(
          `UPDATE refunds SET body = body || '{"status": "failed"}' WHERE id = '${id}'`,
        ),
      ).toBe('refunds_settle_once');
    });
  });

  describe('for the books', () => {
    it.each(['order_history', 'shop_events'])('let nothing in %s be changed or taken away', async (table) => {
      await subject.createPaid();
      expect(await place.ruleBrokenBy(`UPDATE ${table} SET order_id = order_id`)).toBe('append_only');
      expect(await place.ruleBrokenBy(`DELETE FROM ${table}`)).toBe('append_only');
      expect(await place.ruleBrokenBy(`TRUNCATE ${table} CASCADE`)).toBe('append_only');
    });

    it('let personal data be erased by whoever says so, and nothing else with it', async () => {
      const order = await subject.createPaid();
      const erasing = `SET LOCAL checkout.erasing = 'on'`;
      const of = `WHERE order_id = '${order.id}'`;
      expect(
        await place.ruleBrokenBy(`${erasing}; UPDATE order_history SET change = change - 'customer' ${of}`),
      ).toBeNull();
      const erased = `jsonb_set(data::jsonb, '{customer}', '{}') || '{"description": null, "metadata": {}}'`;
      expect(
        await place.ruleBrokenBy(`${erasing}; UPDATE shop_events SET data = ${erased} ${of}`),
      ).toBeNull();
      expect(await place.ruleBrokenBy(`${erasing}; UPDATE order_history SET at = now() ${of}`)).toBe(
        'append_only',
      );
      expect(await place.ruleBrokenBy(`${erasing}; UPDATE shop_events SET type = 'order.paid2' ${of}`)).toBe(
        'append_only',
      );
      expect(await place.ruleBrokenBy(`${erasing}; DELETE FROM order_history ${of}`)).toBe('append_only');
    });

    it.each([
      [`change = jsonb_set(change, '{order,amount,minor}', '1')`, 'order_created'],
      [`change = jsonb_set(change, '{order,token}', '"x"')`, 'order_created'],
      [`change = jsonb_set(change, '{order,expiresAt}', '"2030-01-01T00:00:00Z"')`, 'order_created'],
      [`change = jsonb_set(change, '{amount}', '1')`, 'money_captured'],
      [`change = jsonb_set(change, '{transactionId}', '"BL-2"')`, 'money_captured'],
      [`change = jsonb_set(change, '{refund,amount}', '1')`, 'refund_claimed'],
      [`change = '{"type": "order_expired"}'`, 'charge_claimed'],
    ])('let nobody who erases set %s', async (assignment, type) => {
      const order = await subject.createPaid();
      await subject.append(order, changesOf(attemptOf(order)).refundClaimed(`ref_${order.id}`, 1_00));
      const of = `WHERE order_id = '${order.id}' AND change ->> 'type' = '${type}'`;
      expect(await place.sql(`SELECT FROM order_history ${of}`)).toHaveLength(1);
      const change = `SET LOCAL checkout.erasing = 'on'; UPDATE order_history SET ${assignment} ${of}`;
      expect(await place.ruleBrokenBy(change)).toBe('append_only');
    });

    it.each([
      [`jsonb_set(data::jsonb, '{amount}', '1')`],
      [`jsonb_set(data::jsonb, '{status}', '"refunded"')`],
      [`jsonb_set(data::jsonb, '{refunds,0,amount}', '1')`],
      [`jsonb_set(data::jsonb, '{refunds}', '[]')`],
      [`'{}'`],
    ])('let nobody who erases make an event say %s', async (data) => {
      const order = await subject.createPaid();
      const id = `ref_${order.id}`;
      await subject.append(order, changesOf(attemptOf(order)).refundClaimed(id, 1_00), refundSucceeded(id));
      const of = `WHERE order_id = '${order.id}' AND type = 'order.refunded'`;
      const erasing = `SET LOCAL checkout.erasing = 'on'; UPDATE shop_events SET data =`;
      expect(
        await place.ruleBrokenBy(`${erasing} jsonb_set(data::jsonb, '{refunds,0,reason}', 'null') ${of}`),
      ).toBeNull();
      expect(await place.ruleBrokenBy(`${erasing} ${data} ${of}`)).toBe('append_only');
    });

    it('let no order be deleted', async () => {
      const order = await subject.create();
      expect(await place.ruleBrokenBy(`DELETE FROM orders WHERE id = '${order.id}'`)).toBe(
        'order_history_order_id_fkey',
      );
    });

    it('let no order change without a new version, and no version be without its line', async () => {
      const order = await subject.createPaid();
      const set = (assignment: string) =>
        place.ruleBrokenBy(`UPDATE orders SET ${assignment} WHERE id = '${order.id}'`);
      expect(await set(`body = jsonb_set(body, '{amount,minor}', '1')`)).toBe('changes_have_versions');
      expect(await set(`body = body || '{"expiresAt": "2030-01-01T00:00:00Z"}'`)).toBe(
        'changes_have_versions',
      );
      expect(await set("status = 'refunded'")).toBe('changes_have_versions');
      expect(await set('version = version - 1')).toBe('changes_have_versions');
      expect(await set('version = version + 1')).toBe('orders_have_their_history');
      expect(await set(`body = jsonb_set(body, '{customer,name}', '"Eve"')`)).toBe('changes_have_versions');
      expect(await set('due_at = NULL, looked_at = now(), leased_until = NULL')).toBeNull();
    });

    it('hold no amounts that are no amounts', async () => {
      const order = await subject.create();
      const set = (assignment: string) =>
        place.ruleBrokenBy(
          `UPDATE orders SET body = jsonb_set(body, ${assignment}) WHERE id = '${order.id}'`,
        );
      expect(await set(`'{amount,minor}', '0'`)).toBe('orders_amount_check');
      expect(await set(`'{amount,minor}', '-1'`)).toBe('minor_units_check');
      expect(await set(`'{amount}', 'null'`)).toBe('23502');
      expect(await set(`'{amount,currency}', '"gbp"'`)).toBe('currency_code_check');
    });
  });
});
