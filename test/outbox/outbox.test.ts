/** @jest-environment ./test/support/pglite-environment.cjs */
import { queuesFor } from '../../src/delivery/queues-for';
import { MINUTE, SECOND } from '../../src/kernel/clock';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import type { ShopEvent } from '../../src/orders/domain/events';
import type { OrderStore } from '../../src/orders/store/store';
import type { Deliveries, Delivery } from '../../src/delivery/deliveries';
import { MemoryDeliveries } from '../../src/delivery/memory-deliveries';
import { Outbox } from '../../src/delivery/outbox';
import { PostgresDeliveries } from '../../src/delivery/postgres-deliveries';
import { Subject } from '../orders/contract/subject';
import { capturedLog, type CapturedLog } from '../support/captured-log';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { until } from '../support/until';

const LEASE_MS = MINUTE;

describe('an outbox', () => {
  let subject: Subject;
  let log: CapturedLog;
  let outboxes: Outbox[];
  /** Ids of events, as they arrived. */
  let arrived: string[];
  beforeEach(() => {
    log = capturedLog();
    outboxes = [];
    arrived = [];
  });
  afterEach(() => Promise.all(outboxes.map((each) => each.stop())));

  /** All that one process has of its own. */
  function process(deliveries: Deliveries, deliver = arrive): Outbox {
    const outbox = new Outbox({
      queue: 'shop',
      deliveries,
      clock: subject.clock,
      timers: subject.clock,
      log,
      mostAtOnce: 5,
      leaseMs: LEASE_MS,
      isWanted: ({ type }) => type !== 'order.expired',
      deliver,
    });
    outboxes.push(outbox);
    return outbox;
  }

  function arrive(delivery: Delivery): Promise<Date | null> {
    arrived.push(delivery.event.id);
    return Promise.resolve(null);
  }

  async function write(type: 'order_cancelled' | 'order_expired' = 'order_cancelled'): Promise<ShopEvent> {
    const order = await subject.append(await subject.create(), { type });
    return (await subject.store.events(order.id))[0] as ShopEvent;
  }

  async function passes(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= SECOND) {
      subject.clock.advance(Math.min(left, SECOND));
      await Promise.all(outboxes.map((each) => each.drain()));
    }
  }

  const linesSaying = (text: string) => log.lines().filter(({ msg }) => String(msg).includes(text));

  describe('in memory', () => {
    let deliveries: MemoryDeliveries;
    beforeEach(() => {
      subject = new Subject(new MemoryOrderStore());
      deliveries = new MemoryDeliveries(log);
    });

    it('delivers what it is told of once it was started, and not before', async () => {
      const outbox = process(deliveries);
      const event = await write();
      outbox.tell([event]);
      await passes(MINUTE);
      expect(arrived).toEqual([]);
      outbox.start();
      await outbox.drain();
      expect(arrived).toEqual([event.id]);
    });

    it('passes over what nobody is to be told of', async () => {
      const outbox = process(deliveries);
      outbox.start();
      outbox.tell([await write('order_expired')]);
      await outbox.drain();
      expect(arrived).toEqual([]);
      expect(await outbox.backlog()).toEqual({ count: 0, oldest: null });
    });

    it('says what is lost with its process', async () => {
      const outbox = process(deliveries, () => Promise.resolve(new Date('2030-01-01')));
      outbox.start();
      outbox.tell([await write(), await write()]);
      await outbox.stop();
      expect(linesSaying('is lost with this process')).toMatchObject([
        { level: 'warn', kind: 'shop', count: 2 },
      ]);
    });

    it('says nothing when nothing is lost', async () => {
      const outbox = process(deliveries);
      outbox.start();
      outbox.tell([await write()]);
      await outbox.drain();
      await outbox.stop();
      expect(arrived).toHaveLength(1);
      expect(linesSaying('is lost')).toEqual([]);
    });

    it('delivers again, after its lease, what it could not keep the end of', async () => {
      const done = deliveries.done.bind(deliveries);
      Object.assign(deliveries, { done: () => Promise.reject(new Error('the database went away')) });
      const outbox = process(deliveries);
      outbox.start();
      const event = await write();
      outbox.tell([event]);
      await outbox.drain();
      expect(linesSaying('it is made again')).toMatchObject([{ level: 'error', eventId: event.id }]);
      Object.assign(deliveries, { done });
      await passes(LEASE_MS - SECOND);
      expect(arrived).toHaveLength(1);
      await passes(SECOND);
      expect(arrived).toEqual([event.id, event.id]);
      await passes(10 * MINUTE);
      expect(arrived).toHaveLength(2);
    });

    it('never throws at whoever tells it, and says what it could not keep', async () => {
      const broken = Object.assign(deliveries, { add: () => Promise.reject(new Error('full')) });
      const outbox = process(broken);
      outbox.start();
      outbox.tell([await write()]);
      await outbox.drain();
      expect(linesSaying('could not be kept for delivery')).toMatchObject([{ level: 'error', count: 1 }]);
    });

    it('goes on when it could not look for a while, without asking all the time', async () => {
      const claimDue = deliveries.claimDue.bind(deliveries);
      const outbox = process(deliveries);
      let asked = 0;
      Object.assign(deliveries, { claimDue: () => Promise.reject(new Error(`away ${(asked += 1)}`)) });
      outbox.start();
      outbox.tell([await write()]);
      await passes(MINUTE);
      expect(asked).toBeLessThanOrEqual(9);
      Object.assign(deliveries, { claimDue });
      await passes(10 * SECOND);
      expect(arrived).toHaveLength(1);
    });

    it('does not ask all the time for what others hold', async () => {
      let asked = 0;
      Object.assign(deliveries, { claimDue: () => Promise.resolve(((asked += 1), [])) });
      const outbox = process(deliveries);
      outbox.start();
      outbox.tell([await write()]);
      await passes(MINUTE);
      expect(asked).toBeLessThanOrEqual(65);
    });
  });

  describe('in PostgreSQL', () => {
    let place: OrderDatabase;
    let orders: OrderStore;
    beforeAll(async () => void (place = await createOrderDatabase()));
    beforeEach(async () => {
      await place.empty();
      orders = new PostgresOrderStore(place.database, queuesFor(['shop']));
      subject = new Subject(orders);
    });
    afterAll(() => place.drop());

    const deliveries = () => new PostgresDeliveries(place.database, 'shop', log);
    /** A delivery that is under way when its process is gone: nobody ever hears of it. */
    const neverComesBack = () => new Promise<null>(() => undefined);

    it('delivers what a process wrote that was gone before it could say so', async () => {
      process(deliveries()).start();
      await passes(SECOND);
      const event = await write();
      await passes(10 * SECOND);
      expect(arrived).toEqual([event.id]);
    });

    it('delivers what was left by the last time, as soon as it starts', async () => {
      const event = await write();
      const outbox = process(deliveries());
      outbox.start();
      await outbox.drain();
      expect(arrived).toEqual([event.id]);
    });

    it('takes over what a process was delivering when it ended, after its lease and not before', async () => {
      const lost = process(deliveries(), neverComesBack);
      outboxes.pop(); // nobody will stop it: it is gone
      const event = await write();
      lost.start();
      const untaken = () => place.sql('SELECT FROM outbox WHERE due_at = since');
      await until(async () => (await untaken()).length === 0, 'a process that takes the event up');
      void lost.stop(); // it does not look at anything else
      process(deliveries()).start();
      await passes(LEASE_MS - 10 * SECOND);
      expect(arrived).toEqual([]);
      await passes(20 * SECOND);
      expect(arrived).toEqual([event.id]);
    });

    it('delivers each event once, however many processes there are', async () => {
      const processes = Array.from({ length: 4 }, () => process(deliveries()));
      for (const each of processes) each.start();
      const events = await Promise.all(
        Array.from({ length: 24 }, async (_, index) => {
          const event = await write();
          processes[index % 4]?.tell([event]);
          return event.id;
        }),
      );
      await passes(10 * SECOND);
      expect([...arrived].sort()).toEqual(events.sort());
    });

    it('loses nothing when it stops, and leaves what waits to others', async () => {
      const outbox = process(deliveries(), () =>
        Promise.resolve(new Date(subject.clock.now().getTime() + MINUTE)),
      );
      outbox.start();
      const event = await write();
      outbox.tell([event]);
      await outbox.stop();
      expect(linesSaying('is lost')).toEqual([]);
      process(deliveries()).start();
      await passes(MINUTE);
      expect(arrived).toEqual([event.id]);
    });
  });
});
