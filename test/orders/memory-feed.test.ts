import { MemoryFeed } from '../../src/ledger/memory-feed';
import type { ShopEvent } from '../../src/orders/domain/events';
import { outcomeOf } from '../support/outcomes';
import { historyOf } from '../support/orders';

const told = () => outcomeOf(null, historyOf([{ type: 'order_cancelled' }])).events;

describe('the feed of a process', () => {
  it('begins with its own first event for somebody who read in an earlier process', () => {
    const [earlier, feed] = [new MemoryFeed<ShopEvent>(), new MemoryFeed<ShopEvent>()];
    for (let count = 0; count < 5; count++) earlier.add(told());
    const { nextCursor } = earlier.read(null, 100);
    const events = [...told(), ...told()];
    feed.add(events);
    expect(feed.read(nextCursor, 100).items).toEqual(events);
  });

  it('drops the oldest events when there are too many, and loses no other', () => {
    const feed = new MemoryFeed<ShopEvent>(10);
    const events = Array.from({ length: 30 }, told).flat();
    feed.add(events.slice(0, 8));
    const { nextCursor } = feed.read(null, 3);
    for (const event of events.slice(8)) feed.add([event]);

    const kept = feed.read(null, 100).items;
    expect(kept.length).toBeGreaterThanOrEqual(10);
    expect(kept.length).toBeLessThanOrEqual(11);
    expect(kept).toEqual(events.slice(-kept.length));
    expect(feed.read(nextCursor, 100).items).toEqual(kept);
    const half = feed.read(null, 5);
    expect([...half.items, ...feed.read(half.nextCursor, 100).items]).toEqual(kept);
  });
});
