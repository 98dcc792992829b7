/** @jest-environment ./test/support/pglite-environment.cjs */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SECOND } from '../../src/kernel/clock';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import type { Order } from '../../src/orders/domain/order';
import { VersionConflict } from '../../src/orders/store/store';
import type { Queue } from '../../src/delivery/deliveries';
import { PostgresDeliveries } from '../../src/delivery/postgres-deliveries';
import { EMAIL_TYPES } from '../../src/delivery/emails/emails';
import { Subject } from '../orders/contract/subject';
import { capturedLog } from '../support/captured-log';
import * as plan from '../repeat-payments/schedule/made';
import { createOrderDatabase, type OrderDatabase, storesOn } from '../support/order-database';
import { entriesAfter, NOW, refundSucceeded } from '../support/orders';
import { deliveriesContract } from './deliveries-contract';

/** The statements by which a release appended, and what it once appended by them, in order. */
const appended = z.object({
  release: z.string(),
  texts: z.record(z.string(), z.string()),
  appends: z.array(z.object({ statement: z.string(), values: z.array(z.unknown()) })),
});

describe('in PostgreSQL', () => {
  let place: OrderDatabase;
  beforeAll(async () => void (place = await createOrderDatabase()));
  afterAll(() => place.drop());

  const log = capturedLog();
  const deliveriesIn = (queue: Queue) => new PostgresDeliveries(place.database, queue, log);

  deliveriesContract('PostgresDeliveries', async () => {
    await place.empty();
    return {
      deliveries: deliveriesIn('shop'),
      orders: storesOn(place.database, ['shop', 'customer']).orders,
    };
  });

  describe('what waits for delivery', () => {
    let subject: Subject;
    beforeEach(async () => {
      await place.empty();
      subject = new Subject(storesOn(place.database, ['shop', 'customer']).orders);
    });

    const waiting = async (queue: Queue) =>
      (
        await place.sql(
          `SELECT type FROM outbox JOIN shop_events ON id = event_id WHERE queue = '${queue}' ORDER BY position`,
        )
      ).map((row) => row['type']);

    async function refunded(): Promise<string> {
      const order = await subject.createPaid();
      const refund = { id: `ref_${order.id}`, attemptId: order.attempts[0]?.id ?? '', amount: 100 };
      await subject.append(
        order,
        { type: 'refund_claimed', refund: { ...refund, reason: null, kind: 'requested' } },
        refundSucceeded(refund.id),
      );
      return order.id;
    }

    it('is written with its event: all for the shop, for the customer those that a letter is written about', async () => {
      await refunded();
      expect(await waiting('shop')).toEqual(['order.processing', 'order.paid', 'order.refunded']);
      expect(await waiting('customer')).toEqual(['order.paid', 'order.refunded']);
    });

    it('is of the types that letters are written about, all of them and no others', async () => {
      const rows = await place.sql('SELECT type FROM letter_types');
      expect(rows.map((row) => row['type']).sort()).toEqual([...EMAIL_TYPES].sort());
    });

    it('is not written when the change was refused', async () => {
      const { order, go } = await subject.createWithAttempt();
      await subject.append(order, go.claimed());
      await expect(subject.append(order, go.claimed(), go.captured())).rejects.toThrow(VersionConflict);
      expect(await waiting('shop')).toEqual(['order.processing']);
      expect(await waiting('customer')).toEqual([]);
    });

    it('is written where many orders end at once, of those that do', async () => {
      const orders = [await subject.create(), await subject.create(), await subject.create()];
      const [changed] = orders as [Order];
      await subject.append(changed, { type: 'review_flagged', reason: 'unknown_status' });
      const ends = (order: Order) => entriesAfter(order, [{ type: 'order_expired' }], subject.clock.now());
      await subject.store.appendEndings(orders.map((order) => ({ order, entries: ends(order) })));
      expect(await waiting('shop')).toEqual(['order.needs_review', 'order.expired', 'order.expired']);
      expect(await waiting('customer')).toEqual([]);
    });

    it('is written of repeat payments, too', async () => {
      const { repeatPayments } = storesOn(place.database, ['shop', 'customer']);
      const made = await repeatPayments.append(null, plan.entriesAfter(null, [plan.creation()]));
      const setup = plan.setupOf();
      const starts = [setup.opened(), setup.claimed(), setup.started(273)];
      const pays = [plan.shown(1, { status: 'paid' }), plan.shown(2, { status: 'declined' })];
      await repeatPayments.append(made, plan.entriesAfter(made, [...starts, ...pays]));
      const told = ['repeat_payment.started', 'repeat_payment.paid', 'repeat_payment.failed'];
      expect(await waiting('shop')).toEqual(told);
      expect(await waiting('customer')).toEqual(['repeat_payment.failed']);
    });

    it('is due at the moment of its event', async () => {
      await subject.createPaid();
      const moments = 'SELECT DISTINCT since, due_at, failures FROM outbox';
      expect(await place.sql(moments)).toEqual([{ since: NOW, due_at: NOW, failures: 0 }]);
    });

    it('is written by the statements of release 0.3.0, on connections that are set as that release sets them', async () => {
      const { texts, appends } = await appendsOf('0.3.0');
      const connection = await place.database.pool.connect();
      await connection.query("SELECT set_config('checkout.outbox', 'shop,customer', false)");
      for (const { statement, values } of appends)
        expect((await connection.query(texts[statement] ?? '', values)).rowCount).toBeGreaterThan(0);
      await connection.query("SELECT set_config('checkout.outbox', '', false)");
      connection.release();
      expect(await waiting('shop')).toEqual([
        'order.processing',
        'order.paid',
        'order.refunded',
        'order.expired',
        'order.expired',
        'repeat_payment.started',
        'repeat_payment.paid',
        'repeat_payment.failed',
      ]);
      expect(await waiting('customer')).toEqual(['order.paid', 'order.refunded', 'repeat_payment.failed']);
      expect(await deliveriesIn('customer').claimDue(NOW, 10, SECOND)).toHaveLength(3);
    });

    it('is kept for shop and customer apart', async () => {
      await subject.createPaid();
      const [letter] = await deliveriesIn('customer').claimDue(NOW, 10, SECOND);
      expect(letter?.event.type).toBe('order.paid');
      if (letter) await deliveriesIn('customer').done(letter);
      expect(await waiting('customer')).toEqual([]);
      expect(await waiting('shop')).toEqual(['order.processing', 'order.paid']);
    });

    it('holds back nothing else when it cannot be read, and the log says which it is', async () => {
      const order = await subject.createPaid();
      await place.database.pool.query(
        `INSERT INTO shop_events (position, id, order_id, sequence, type, created_at, data)
         VALUES (99, 'evt_of_tomorrow', $1, 99, 'order.teleported', $2, '{}')`,
        [order.id, NOW],
      );
      await place.sql(
        `INSERT INTO outbox (queue, event_id, since, due_at)
         SELECT 'shop', id, created_at, created_at FROM shop_events WHERE id = 'evt_of_tomorrow'`,
      );
      const claimed = await deliveriesIn('shop').claimDue(NOW, 10, SECOND);
      expect(claimed.map(({ event }) => event.type)).toEqual(['order.processing', 'order.paid']);
      expect(log.lines()).toMatchObject([{ level: 'error', eventId: 'evt_of_tomorrow' }]);
      expect(await deliveriesIn('shop').backlog()).toMatchObject({ count: 3 });
    });

    it('is nothing where nobody is to be told', async () => {
      await new Subject(new PostgresOrderStore(place.database)).createPaid();
      expect(await place.sql('SELECT * FROM outbox')).toEqual([]);
      expect(await place.sql('SELECT type FROM shop_events')).toHaveLength(2);
    });

    it('is for one of the queues there are', async () => {
      await subject.createPaid();
      const other = `INSERT INTO outbox (queue, event_id, since, due_at) SELECT 'else', id, now(), now() FROM shop_events`;
      expect(await place.ruleBrokenBy(other)).toBe('outbox_queue_check');
      const none = `INSERT INTO outbox (queue, event_id, since, due_at) VALUES ('shop', 'evt_none', now(), now())`;
      expect(await place.ruleBrokenBy(none)).toBe('outbox_event_id_fkey');
    });
  });
});

async function appendsOf(release: string): Promise<z.infer<typeof appended>> {
  const file = path.join(__dirname, 'appends-of-releases', `${release}.json`);
  return appended.parse(JSON.parse(await readFile(file, 'utf8')));
}
