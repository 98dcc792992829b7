/** @jest-environment ./test/support/pglite-environment.cjs */
import { SECOND } from '../../src/kernel/clock';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { VersionConflict } from '../../src/orders/store/store';
import type { Queue } from '../../src/delivery/deliveries';
import { PostgresDeliveries } from '../../src/delivery/postgres-deliveries';
import { LETTER_TYPES } from '../../src/delivery/emails/emails';
import { Subject } from '../orders/contract/subject';
import { capturedLog } from '../support/captured-log';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { NOW, refundSucceeded } from '../support/orders';
import { deliveriesContract } from './deliveries-contract';

jest.setTimeout(60_000); // a small machine under load, or PGlite

describe('in PostgreSQL', () => {
  let place: OrderDatabase;
  beforeAll(async () => void (place = await createOrderDatabase(['shop', 'customer'])));
  afterAll(() => place.drop());

  const log = capturedLog();
  const deliveriesIn = (queue: Queue) => new PostgresDeliveries(place.database, queue, log);

  deliveriesContract('PostgresDeliveries', async () => {
    await place.empty();
    return { deliveries: deliveriesIn('shop'), orders: new PostgresOrderStore(place.database) };
  });

  describe('what waits for delivery', () => {
    let subject: Subject;
    beforeEach(async () => {
      await place.empty();
      subject = new Subject(new PostgresOrderStore(place.database));
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
      expect(rows.map((row) => row['type']).sort()).toEqual([...LETTER_TYPES].sort());
    });

    it('is not written when the change was refused', async () => {
      const { order, go } = await subject.createWithAttempt();
      await subject.append(order, go.claimed());
      await expect(subject.append(order, go.claimed(), go.captured())).rejects.toThrow(VersionConflict);
      expect(await waiting('shop')).toEqual(['order.processing']);
      expect(await waiting('customer')).toEqual([]);
    });

    it('is written whichever statement writes the event, and however many it writes', async () => {
      const order = await subject.create();
      await place.database.pool.query(
        `INSERT INTO shop_events (position, id, order_id, sequence, type, created_at, data)
         SELECT n, 'evt_' || n, $1, n, 'order.paid', now(), '{}' FROM generate_series(1, 3) AS given (n)`,
        [order.id],
      );
      expect(await waiting('shop')).toHaveLength(3);
      expect(await waiting('customer')).toHaveLength(3);
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
      const claimed = await deliveriesIn('shop').claimDue(NOW, 10, SECOND);
      expect(claimed.map(({ event }) => event.type)).toEqual(['order.processing', 'order.paid']);
      expect(log.lines()).toMatchObject([{ level: 'error', eventId: 'evt_of_tomorrow' }]);
      expect(await deliveriesIn('shop').backlog()).toMatchObject({ count: 3 });
    });

    it('is nothing where nobody is to be told', async () => {
      const silent = await createOrderDatabase();
      await new Subject(new PostgresOrderStore(silent.database)).createPaid();
      expect(await silent.sql('SELECT * FROM outbox')).toEqual([]);
      expect(await silent.sql('SELECT type FROM shop_events')).toHaveLength(2);
      await silent.drop();
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
