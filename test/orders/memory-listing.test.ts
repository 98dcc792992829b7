import fc from 'fast-check';
import { MemoryListing } from '../../src/ledger/memory-listing';
import { newestFirst } from '../../src/ledger/list-position';

const positions = fc.uniqueArray(
  fc.record({
    createdAt: fc.integer({ min: 0, max: 5 }).map((milliseconds) => new Date(milliseconds)),
    id: fc.integer({ min: 0, max: 1_000 }).map((number) => `ord_${number}`),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
);

describe('the listing of orders in memory', () => {
  it('gives what was added and not removed, newest first, whatever came when', () => {
    fc.assert(
      fc.property(positions, fc.func(fc.boolean()), (all, isRemoved) => {
        const listing = new MemoryListing();
        for (const position of all) listing.add(position);
        const removed = all.filter(isRemoved);
        for (const position of [...removed, ...removed]) listing.remove(position);

        const left = all.filter((position) => !removed.includes(position)).sort(newestFirst);
        expect([...listing.idsAfter(null)]).toEqual(left.map(({ id }) => id));
        for (const from of all) {
          const rest = left.filter((position) => newestFirst(from, position) < 0);
          expect([...listing.idsAfter(from)]).toEqual(rest.map(({ id }) => id));
        }
      }),
    );
  });
});
