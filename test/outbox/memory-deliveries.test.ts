import { SECOND } from '../../src/kernel/clock';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { outcomeOf } from '../support/outcomes';
import { MemoryDeliveries } from '../../src/delivery/memory-deliveries';
import { capturedLog } from '../support/captured-log';
import { historyOf, NOW } from '../support/orders';
import { deliveriesContract } from './deliveries-contract';

deliveriesContract('MemoryDeliveries', () => ({
  deliveries: new MemoryDeliveries(capturedLog()),
  orders: new MemoryOrderStore(),
}));

describe('deliveries in memory', () => {
  it('that are too many lose the oldest, and the log says which', async () => {
    const log = capturedLog();
    const deliveries = new MemoryDeliveries(log, 3);
    const events = Array.from(
      { length: 4 },
      () => outcomeOf(null, historyOf([{ type: 'order_cancelled' }])).events,
    ).flat();
    await deliveries.add(events, NOW);
    const kept = await deliveries.claimDue(NOW, 10, SECOND);
    expect(kept.map(({ event }) => event.id)).toEqual(events.slice(1).map(({ id }) => id));
    expect(log.lines()).toMatchObject([{ level: 'error', eventId: events[0]?.id, limit: 3 }]);
  });
});
