/** @jest-environment ./test/support/pglite-environment.cjs */
import { queuesFor } from '../../src/delivery/queues-for';
import { DAY, HOUR, later } from '../../src/kernel/clock';
import { Retention } from '../../src/server/retention';
import type { OrderChange } from '../../src/orders/domain/history';
import type { Order } from '../../src/orders/domain/order';
import { orderErasure } from '../../src/orders/store/postgres-erasure';
import { PostgresIdempotencyStore } from '../../src/api/idempotency/postgres-store';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { Subject } from '../orders/contract/subject';
import { capturedLog, type CapturedLog } from '../support/captured-log';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { changesOf, refundSucceeded, SHOPPER } from '../support/orders';
import { eventsOf, orderOf, paidOrder, refund } from '../support/paid';
import { startRig, type Rig } from '../support/rig';
import { everythingStored } from './everything-stored';

const AFTER_DAYS = 540;

describe('forgetting', () => {
  let place: OrderDatabase;
  let store: PostgresOrderStore;
  let subject: Subject;
  let log: CapturedLog;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    store = new PostgresOrderStore(place.database, queuesFor(['shop', 'customer']));
    subject = new Subject(store);
    log = capturedLog();
  });
  afterAll(() => place.drop());

  const forgetting = (clock = subject.clock) => new Retention(place.database, clock, log, AFTER_DAYS);
  const run = async () => {
    await forgetting().run();
    return erasedCount();
  };
  const erasedCount = () =>
    log.lines().findLast(({ msg }) => msg === 'personal data of orders was erased')?.['count'];

  /** An order that is over, whose sweep has looked at everything there was to see. */
  async function closed(...changes: readonly OrderChange[]): Promise<Order> {
    const paid = await subject.createPaid();
    const order = changes.length > 0 ? await subject.append(paid, ...changes) : paid;
    await store.reschedule(order.id, later(subject.clock.now(), 365 * DAY));
    return order;
  }
  const isErased = async ({ id }: Order) => (await store.find(id))?.customer.name === null;
  const passDays = (days: number) => subject.clock.advance(days * DAY);

  describe('an order that is over and old', () => {
    let rig: Rig;
    beforeEach(async () => void (rig = await startRig({ database: place.database })));
    afterEach(() => rig.stop());

    const customer = {
      name: 'Canary Shopper',
      email: 'canary@shopper.example',
      address: '1 Canary Wharf',
      postcode: 'CA1 1NR',
    };
    async function oldOrder(): Promise<string> {
      const { id } = await paidOrder(rig, {
        reference: 'BOOK-1',
        customer,
        description: 'A canary in a cage',
        metadata: { for: 'the canary' },
        success_url: 'https://shop.example/canary',
      });
      rig.sandbox.settle();
      await refund(rig, id, { amount: 100, reason: 'the canary flew' });
      await daysPass(AFTER_DAYS + 10);
      return id;
    }
    /** Without the inbox, which would look around every second of them. */
    async function daysPass(days: number): Promise<void> {
      await rig.settle();
      await rig.dependencies.inbox.stop();
      rig.advance(days * DAY);
      rig.dependencies.inbox.start();
      await rig.settle();
      await rig.sweep();
      await rig.settle();
    }

    it('loses who the customer was, everywhere, and keeps its books', async () => {
      const id = await oldOrder();
      const before = await orderOf(rig, id);
      const eventsBefore = (await rig.api('GET', `/orders/${id}/events`)).body.data;
      const history = (await rig.api('GET', `/orders/${id}/history`)).body.data;
      expect(await everythingStored(place)).toMatch(/canary/i);

      await forgetting(rig.clock).run();
      expect(erasedCount()).toBe(1);
      expect(await everythingStored(place)).not.toMatch(/canary/i);

      const nobody = { name: null, email: null, address: null, postcode: null };
      const erased = { customer: nobody, description: null, metadata: {}, success_url: null };
      const refunds = [{ ...before.refunds[0], reason: null }];
      expect(before.refunds[0]).toMatchObject({ amount: 100, reason: 'the canary flew' });
      expect(await orderOf(rig, id)).toEqual({ ...before, ...erased, refunds });
      const after = (await rig.api('GET', `/orders/${id}/events`)).body.data;
      expect(after).toEqual(
        eventsBefore.map(({ data, ...event }: { data: { refunds: object[] } }) => ({
          ...event,
          data: { ...data, ...erased, refunds: data.refunds.map((each) => ({ ...each, reason: null })) },
        })),
      );
      const lines = (await rig.api('GET', `/orders/${id}/history`)).body.data;
      expect(lines.slice(0, -1).map(withoutDetails)).toEqual(history.map(withoutDetails));
      expect(lines.at(-1)).toMatchObject({
        type: 'personal_data_erased',
        by: 'system',
        evidence: 'nothing happened for 540 days',
      });
    });

    it('is still listed, shown, looked at, delivered and given back', async () => {
      const id = await oldOrder();
      await forgetting(rig.clock).run();
      expect((await rig.api('GET', '/orders?reference=BOOK-1')).body.data).toHaveLength(1);
      expect((await rig.api('GET', `/orders/${id}?refresh=true`)).body.status).toBe('partially_refunded');
      const page = await fetch((await orderOf(rig, id)).checkout_url.replace(/^http:\/\/[^/]+/, rig.origin));
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('£10.99')]);
      const rest = await refund(rig, id);
      expect([rest.status, rest.body.amount]).toEqual([201, 999]);
      expect((await orderOf(rig, id)).status).toBe('refunded');
      expect(await eventsOf(rig, id)).toEqual(['processing', 'paid', 'refunded', 'refunded']);
    });

    it('is forgotten again when something was written to it since, and only then', async () => {
      const id = await oldOrder();
      await forgetting(rig.clock).run();
      await daysPass(AFTER_DAYS + 10);
      await forgetting(rig.clock).run();
      expect(erasedCount()).toBe(0);
      await refund(rig, id, { reason: 'canary again' });
      await daysPass(AFTER_DAYS + 10);
      await forgetting(rig.clock).run();
      expect(erasedCount()).toBe(1);
      expect(await everythingStored(place)).not.toMatch(/canary/i);
    });

    function withoutDetails({ details: _, ...line }: { details: object }) {
      return line;
    }
  });

  describe('leaves as it is', () => {
    it('an order to which something happened within the time, to the millisecond', async () => {
      const order = await closed();
      passDays(AFTER_DAYS);
      expect(await run()).toBe(0);
      expect(await isErased(order)).toBe(false);
      subject.clock.advance(1);
      expect(await run()).toBe(1);
      expect(await isErased(order)).toBe(true);
    });

    it('an old order to which something happened lately', async () => {
      const order = await closed();
      passDays(AFTER_DAYS);
      const id = `ref_${order.id}`;
      const { refundClaimed } = changesOf(order.attempts[0]?.id ?? '');
      await subject.append(order, refundClaimed(id, 1_00), refundSucceeded(id));
      await store.reschedule(order.id, later(subject.clock.now(), DAY));
      passDays(1);
      expect(await run()).toBe(0);
    });

    it('an order that is open, however old', async () => {
      const order = await subject.create({ expiresAt: later(subject.clock.now(), 10 * 365 * DAY) });
      passDays(AFTER_DAYS + 1);
      await place.sql('UPDATE orders SET due_at = NULL');
      expect(await run()).toBe(0);
      expect(await isErased(order)).toBe(false);
    });

    it.each(['charging', 'challenged', 'pending', 'unknown', 'authorised'] as const)(
      'an order whose payment is %s, even when nobody watches it any more',
      async (status) => {
        const { order, go } = await subject.createWithAttempt();
        await subject.append(
          order,
          go.claimed(),
          ...{
            charging: [],
            challenged: [go.challenged()],
            pending: [go.pending()],
            unknown: [go.unknown()],
            authorised: [go.authorised()],
          }[status],
        );
        passDays(AFTER_DAYS + 1);
        await place.sql('UPDATE orders SET due_at = NULL');
        expect(await run()).toBe(0);
      },
    );

    it('an order that the sweep still has to look at', async () => {
      const order = await subject.createPaid();
      passDays(AFTER_DAYS + 1);
      expect(await run()).toBe(0);
      await store.reschedule(order.id, subject.clock.now());
      expect(await run()).toBe(1);
    });

    it('an order that a person should look at', async () => {
      const order = await closed({ type: 'review_flagged', reason: 'late_payment' });
      passDays(AFTER_DAYS + 1);
      expect(await run()).toBe(0);
      const settled = await subject.append(order, {
        type: 'review_closed',
        resolution: 'dismissed',
        note: `${SHOPPER.name} called`,
      });
      await store.reschedule(settled.id, subject.clock.now());
      passDays(AFTER_DAYS + 1);
      expect(await run()).toBe(1);
      expect(await everythingStored(place)).not.toContain(SHOPPER.name);
    });

    it('an order whose refund nobody knows the end of', async () => {
      const paid = await subject.createPaid();
      const { refundClaimed } = changesOf(paid.attempts[0]?.id ?? '');
      const order = await subject.append(
        paid,
        refundClaimed(`ref_${paid.id}`, 1_00),
        { type: 'refund_unknown', refundId: `ref_${paid.id}` },
        { type: 'review_flagged', reason: 'refund_unknown' },
        { type: 'review_closed', resolution: 'dismissed', note: '' },
      );
      passDays(AFTER_DAYS + 1);
      await place.sql('UPDATE orders SET due_at = NULL');
      expect(await run()).toBe(0);
      expect(await isErased(order)).toBe(false);
    });

    it('an order to which something happens at the very moment, and nothing of it is erased', async () => {
      const order = await closed();
      passDays(AFTER_DAYS + 1);
      const erasure = orderErasure(place.database);
      const { refundClaimed } = changesOf(order.attempts[0]?.id ?? '');
      const changed = await subject.append(order, refundClaimed(`ref_${order.id}`, 1_00));
      expect(await erasure.erase(order, subject.clock.now(), 'test')).toBe(false);
      expect(await store.find(order.id)).toEqual(changed);
      expect(await store.history(order.id)).toHaveLength(changed.version);
      expect(JSON.stringify(await store.history(order.id))).toContain(SHOPPER.name);
    });
  });

  it('forgets what expired or was cancelled, too', async () => {
    for (const type of ['order_expired', 'order_cancelled'] as const)
      await subject.append(await subject.create(), { type });
    passDays(AFTER_DAYS + 1);
    expect(await run()).toBe(2);
  });

  it('goes through all of them, and finds nothing to do the next time', async () => {
    const count = 105; // more than one page
    for (let index = 0; index < count; index++)
      await subject.append(await subject.create(), { type: 'order_cancelled' });
    passDays(AFTER_DAYS + 1);
    expect(await run()).toBe(count);
    expect(await run()).toBe(0);
    expect(await everythingStored(place)).not.toContain(SHOPPER.email);
  });

  it('delivers nothing any more of what it erased', async () => {
    await closed();
    expect(await place.sql('SELECT queue FROM outbox')).toHaveLength(3);
    passDays(AFTER_DAYS + 1);
    await run();
    expect(await place.sql('SELECT queue FROM outbox')).toEqual([]);
  });

  it('lets go of notifications of that age, and of answers of more than a day', async () => {
    const answers = new PostgresIdempotencyStore(place.database);
    const keep = async (key: string) => {
      const now = subject.clock.now();
      await answers.claim({ holder: 'shop', key, fingerprint: 'f', ticket: 't', now });
      const answer = {
        status: 201,
        contentType: 'application/json',
        location: null,
        body: SHOPPER.name ?? '',
      };
      await answers.keep({ holder: 'shop', key }, answer);
    };
    const notice = (id: string, dueAt: string) =>
      place.sql(`INSERT INTO notices (order_id, attempt_id, said, received_at, state, due_at)
        VALUES ('ord', '${id}', '{}', '${subject.clock.now().toISOString()}', ${dueAt})`);
    await notice('old', "'done', NULL");
    await notice('unsettled', "'retrying', now()");
    subject.clock.advance(HOUR);
    await notice('young', "'done', NULL");
    passDays(AFTER_DAYS - 1);
    await keep('old');
    subject.clock.advance(HOUR);
    await keep('young');
    subject.clock.advance(23 * HOUR);

    await forgetting().run();
    const rows = async (text: string) => (await place.sql(text)).map((row) => Object.values(row)[0]);
    expect(await rows('SELECT attempt_id FROM notices ORDER BY 1')).toEqual(['unsettled', 'young']);
    expect(await rows('SELECT key FROM idempotency_keys')).toEqual(['young']);
    expect(log.lines()).toMatchObject([{ count: 0 }, { count: 0 }, { count: 1 }, { count: 1 }]);
  });

  it('says beforehand what it would do, and does nothing', async () => {
    const order = await closed();
    await place.sql(`INSERT INTO notices (order_id, attempt_id, said, received_at, state, due_at)
      VALUES ('${order.id}', 'att', '{}', '${subject.clock.now().toISOString()}', 'done', NULL)`);
    passDays(AFTER_DAYS + 1);
    const before = await everythingStored(place);
    await forgetting().rehearse();
    expect(await everythingStored(place)).toBe(before);
    expect(log.lines()).toMatchObject([
      { msg: 'personal data of this order would be erased', orderId: order.id },
      { msg: 'personal data of orders would be erased', count: 1 },
      { msg: 'personal data of repeat payments would be erased', count: 0 },
      { msg: 'notifications kept as evidence would be deleted', count: 1 },
      { msg: 'answers kept under idempotency keys would be deleted', count: 0 },
    ]);
    expect(log.text()).not.toContain(SHOPPER.name);
  });
});
