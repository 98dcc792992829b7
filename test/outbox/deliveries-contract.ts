import { later, SECOND } from '../../src/kernel/clock';
import type { OrderStore } from '../../src/orders/store/store';
import type { ShopEvent } from '../../src/orders/domain/events';
import type { Deliveries, Delivery } from '../../src/delivery/deliveries';
import { Subject } from '../orders/contract/subject';
import { dueWorkContract } from '../queue/due-work-contract';
import { NOW } from '../support/orders';

export interface KeptDeliveries {
  readonly deliveries: Deliveries;
  /** Where the events are written. */
  readonly orders: OrderStore;
}

/**
 * What every keeper of deliveries must do.
 * @param make gives one with nothing in it, for each test
 */
export function deliveriesContract(name: string, make: () => KeptDeliveries | Promise<KeptDeliveries>): void {
  dueWorkContract(name, async () => {
    const { deliveries, orders } = await make();
    const subject = new Subject(orders);
    return {
      due: deliveries,
      add: async () => {
        const order = await subject.append(await subject.create(), { type: 'order_cancelled' });
        await deliveries.addWritten(await orders.events(order.id), NOW);
        return order.id;
      },
      nameOf: ({ event }) => event.orderId ?? '',
      done: (delivery) => deliveries.done(delivery),
    };
  });

  describe(`${name} as a keeper of deliveries`, () => {
    let deliveries: Deliveries;
    let subject: Subject;
    beforeEach(async () => {
      const made = await make();
      deliveries = made.deliveries;
      subject = new Subject(made.orders);
    });

    /** One event, `order.cancelled`, as the product writes it. */
    async function written(): Promise<ShopEvent> {
      const order = await subject.append(await subject.create(), { type: 'order_cancelled' });
      const events = await subject.store.events(order.id);
      await deliveries.addWritten(events, subject.clock.now());
      return events[0] as ShopEvent;
    }
    const claim = (at = NOW, limit = 10) => deliveries.claimDue(at, limit, SECOND);
    const claimOne = async (at = NOW) => {
      const claimed = await claim(at);
      expect(claimed).toHaveLength(1);
      return claimed[0] as Delivery;
    };

    it('gives out each event just as it was written, from that moment on', async () => {
      const event = await written();
      expect(await claim(later(NOW, -1))).toEqual([]);
      expect(await claimOne()).toEqual({ id: expect.any(String), event, failures: 0 });
    });

    it('gives those first that were due first', async () => {
      const early = await written();
      subject.clock.advance(SECOND);
      const late = await written();
      const at = later(NOW, SECOND);
      expect((await claim(at, 1)).map(({ event }) => event.id)).toEqual([early.id]);
      expect((await claim(at, 1)).map(({ event }) => event.id)).toEqual([late.id]);
    });

    it('is done with what came to its end', async () => {
      await written();
      await deliveries.done(await claimOne());
      expect(await claim(later(NOW, 60 * SECOND))).toEqual([]);
      expect(await deliveries.nextDueAt(NOW)).toBeNull();
    });

    it('counts what was in vain, and waits as long as it is told to', async () => {
      await written();
      const first = await claimOne();
      await deliveries.postpone(first, later(NOW, 5 * SECOND));
      expect(await deliveries.nextDueAt(NOW)).toEqual(later(NOW, 5 * SECOND));
      expect(await claim(later(NOW, 5 * SECOND - 1))).toEqual([]);
      const second = await claimOne(later(NOW, 5 * SECOND));
      expect(second).toEqual({ ...first, failures: 1 });
      await deliveries.postpone(second, later(NOW, 6 * SECOND));
      expect(await claimOne(later(NOW, 6 * SECOND))).toEqual({ ...first, failures: 2 });
    });

    it('begins anew with what is added again, whether it waits, was in vain or came to its end', async () => {
      const event = await written();
      const first = await claimOne();
      await deliveries.postpone(first, later(NOW, 60 * SECOND));
      await deliveries.add([event], NOW);
      const again = await claimOne();
      expect(again).toEqual({ ...first, id: again.id });
      await deliveries.done(again);
      await deliveries.add([event], NOW);
      expect(await claimOne()).toMatchObject({ event, failures: 0 });
    });

    it('lets what became of an earlier delivery end or put off none that was added since', async () => {
      const event = await written();
      const earlier = await claimOne();
      await deliveries.add([event], NOW);
      await deliveries.done(earlier);
      await deliveries.postpone(earlier, later(NOW, SECOND));
      const again = await claimOne();
      expect(again).toMatchObject({ event, failures: 0 });
      await deliveries.done(again);
      expect(await deliveries.nextDueAt(NOW)).toBeNull();
    });

    it('tells how many wait and since when, those on their way and those in vain included', async () => {
      expect(await deliveries.backlog()).toEqual({ count: 0, oldest: null });
      await written();
      subject.clock.advance(SECOND);
      await written();
      const first = (await claim(NOW))[0] as Delivery;
      await deliveries.postpone(first, later(NOW, 60 * SECOND));
      expect(await deliveries.backlog()).toEqual({ count: 2, oldest: NOW });
      await deliveries.done(first);
      expect(await deliveries.backlog()).toEqual({ count: 1, oldest: later(NOW, SECOND) });
    });
  });
}
