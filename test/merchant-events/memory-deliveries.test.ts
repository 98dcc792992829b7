import { DAY, later, SECOND } from '../../src/clock';
import { MemoryDeliveries } from '../../src/merchant-events/memory-deliveries';
import type { Delivery } from '../../src/merchant-events/deliveries';
import { outcomeOf } from '../../src/orders/outcome';
import { capturedLog } from '../support/captured-log';
import { historyOf, NOW } from '../support/orders';

const told = () => outcomeOf(null, historyOf([{ type: 'order_cancelled' }])).events;
const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ event }) => event.id);

describe('deliveries in memory', () => {
  const log = capturedLog();
  let deliveries: MemoryDeliveries;
  beforeEach(() => void (deliveries = new MemoryDeliveries(log, 3)));

  const claim = (at = NOW) => deliveries.claimDue(at, 10, SECOND);

  it('are given to one caller, and again when that one was not heard of', async () => {
    await deliveries.add(told(), NOW);
    expect(await claim()).toHaveLength(1);
    expect(await claim()).toHaveLength(0);
    expect(await deliveries.nextDueAt()).toEqual(later(NOW, SECOND));
    expect(await claim(later(NOW, SECOND))).toHaveLength(1);
  });

  it('are no more than was asked for', async () => {
    await deliveries.add([...told(), ...told(), ...told()], NOW);
    expect(await deliveries.claimDue(NOW, 2, SECOND)).toHaveLength(2);
    expect(await deliveries.claimDue(NOW, 2, SECOND)).toHaveLength(1);
  });

  it('say how many wait, and since when, however often they were tried', async () => {
    expect(await deliveries.backlog()).toEqual({ count: 0, oldest: null });
    await deliveries.add(told(), NOW);
    await deliveries.add(told(), later(NOW, SECOND));
    const [first] = (await claim()) as [Delivery];
    await deliveries.postpone(first, later(NOW, DAY));
    expect(await deliveries.backlog()).toEqual({ count: 2, oldest: NOW });
    await deliveries.end({ ...first, failures: 1 });
    expect(await deliveries.backlog()).toEqual({ count: 1, oldest: later(NOW, SECOND) });
  });

  it('count what was in vain', async () => {
    await deliveries.add(told(), NOW);
    const [first] = (await claim()) as [Delivery];
    await deliveries.postpone(first, later(NOW, 5));
    expect(await claim(later(NOW, 4))).toEqual([]);
    expect(await claim(later(NOW, 5))).toEqual([{ ...first, failures: 1 }]);
  });

  it('that were added again are not ended or put off by what became of the earlier one', async () => {
    const events = told();
    await deliveries.add(events, NOW);
    const [earlier] = (await claim()) as [Delivery];
    await deliveries.add(events, NOW);
    await deliveries.end(earlier);
    await deliveries.postpone(earlier, later(NOW, SECOND));
    const [again] = (await claim()) as [Delivery];
    expect(again).toEqual({ ...earlier, id: again.id });
    await deliveries.end(again);
    expect(await deliveries.nextDueAt()).toBeNull();
  });

  it('that are too many lose the oldest, and the log says which', async () => {
    const events = [told(), told(), told(), told()].flat();
    await deliveries.add(events, NOW);
    expect(idsOf(await claim())).toEqual(events.slice(1).map(({ id }) => id));
    expect(log.lines()).toMatchObject([{ level: 'error', eventId: events[0]?.id, limit: 3 }]);
  });
});
