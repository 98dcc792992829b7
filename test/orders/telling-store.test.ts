import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { VersionConflict } from '../../src/orders/store/store';
import { TellingOrderStore, type Written } from '../../src/orders/store/telling-store';
import { entriesAfter, historyOf, NOW } from '../support/orders';
import { storeContract } from './store-contract';

storeContract('TellingOrderStore', () => new TellingOrderStore(new MemoryOrderStore(), [() => undefined]));

describe('a store that tells what it has written', () => {
  it('tells it once it is there: the order, the entries and the same events as the store keeps', async () => {
    const told: Written[] = [];
    const kept = new MemoryOrderStore();
    const store = new TellingOrderStore(kept, [(written) => void told.push(written)]);
    const created = await store.append(null, historyOf([]));
    const entries = entriesAfter(created, [{ type: 'order_cancelled' }], NOW);
    const cancelled = await store.append(created, entries);
    expect(told.map(({ order }) => order)).toEqual([created, cancelled]);
    expect(told[1]).toEqual({ order: cancelled, entries, events: await kept.events(created.id) });
    expect(told[1]?.events).toHaveLength(1);
  });

  it('tells nothing of what was refused', async () => {
    const told: Written[] = [];
    const store = new TellingOrderStore(new MemoryOrderStore(), [(written) => void told.push(written)]);
    const created = await store.append(null, historyOf([]));
    const entries = entriesAfter(created, [{ type: 'order_cancelled' }], NOW);
    await store.append(created, entries);
    await expect(store.append(created, entries)).rejects.toThrow(VersionConflict);
    expect(told).toHaveLength(2);
  });
});
