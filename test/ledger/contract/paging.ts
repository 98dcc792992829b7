import fc from 'fast-check';
import { InvalidInput } from '../../../src/kernel/errors';
import type { Kept } from '../../../src/ledger/kind';
import { newestFirst, type Listing } from '../../../src/ledger/list-position';
import type { SampleQuery, SampleSubject } from '../sample';

/** The list, and its pages. What it is filtered by besides, each kind says for itself. */
export function pagingContract<State extends Kept, Change>(
  makeSubject: () => Promise<SampleSubject<State, Change>>,
): void {
  describe('the list', () => {
    let subject: SampleSubject<State, Change>;
    beforeEach(async () => void (subject = await makeSubject()));

    const ids = async (query: Partial<SampleQuery> = {}): Promise<readonly string[]> =>
      (await subject.store.list({ limit: 100, ...query })).items.map(({ id }) => id);

    it('is empty at first', async () => {
      expect(await subject.store.list({ limit: 10 })).toEqual({ items: [], nextCursor: null });
    });

    it('shows the newest first, as they are now', async () => {
      const first = await subject.create();
      subject.clock.advance(1);
      const second = await subject.create();
      subject.clock.advance(1);
      const closed = await subject.append(first, subject.sample.cancelled);
      expect((await subject.store.list({ limit: 10 })).items).toEqual([second, closed]);
    });

    it('is given page by page, each once, also those of the same moment', async () => {
      for (let count = 0; count < 7; count++) await subject.create();
      subject.clock.advance(5);
      for (let count = 0; count < 5; count++) await subject.create();
      const whole = await ids();
      expect(whole).toHaveLength(12);
      for (const limit of [1, 3, 4, 5, 11, 12, 13]) {
        const pages = await pagesOf(subject, { limit });
        expect(pages.flat()).toEqual(whole);
        expect(pages).toHaveLength(Math.ceil(12 / limit));
        expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
      }
    });

    it('goes on where it was when some come or change between two pages', async () => {
      const made = [];
      for (let count = 0; count < 4; count++) {
        made.push(await subject.create());
        subject.clock.advance(1);
      }
      const [oldest, older, newer, newest] = made.map(({ id }) => id);
      const page = await subject.store.list({ limit: 2 });
      expect(page.items.map(({ id }) => id)).toEqual([newest, newer]);
      await subject.create();
      const last = page.items[1];
      if (last) await subject.append(last, subject.sample.cancelled);
      expect(await ids({ cursor: page.nextCursor ?? undefined })).toEqual([older, oldest]);
    });

    it('is filtered by the whole reference, and by whether a human should look', async () => {
      const one = await subject.create({ reference: 'R-1' });
      subject.clock.advance(1);
      const other = await subject.create({ reference: 'R-2' });
      subject.clock.advance(1);
      const again = await subject.create({ reference: 'R-1' });
      await subject.append(one, subject.sample.flagged[0]);
      expect(await ids({ reference: 'R-1' })).toEqual([again.id, one.id]);
      expect(await ids({ reference: 'R-' })).toEqual([]);
      expect(await ids({ needsReview: true })).toEqual([one.id]);
      expect(await ids({ needsReview: false })).toEqual([again.id, other.id]);
      expect(await ids({ reference: 'R-1', needsReview: false })).toEqual([again.id]);
    });

    it('pages in one stable order whatever the moments of creation', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 1, max: 5 }),
          async (offsets, limit) => {
            const fresh = await makeSubject();
            for (const offset of offsets) {
              fresh.clock.advance(offset - 2);
              await fresh.create();
            }
            const whole = (await fresh.store.list({ limit: 100 })).items;
            expect(whole).toHaveLength(offsets.length);
            expect([...whole].sort(newestFirst)).toEqual(whole);
            expect((await pagesOf(fresh, { limit })).flat()).toEqual(whole.map(({ id }) => id));
          },
        ),
        { numRuns: 25 },
      );
    });

    it.each(['', 'garbage', '!!!', '0', '%00', 'eyJhIjoxfQ', Buffer.from('1.').toString('base64url')])(
      'refuses the cursor %j, naming it',
      async (cursor) => {
        await subject.create();
        const refusal = subject.store.list({ limit: 10, cursor });
        await expect(refusal).rejects.toBeInstanceOf(InvalidInput);
        await expect(refusal).rejects.toMatchObject({ fields: [{ field: 'cursor' }] });
      },
    );

    it('refuses an id as a cursor, and a cursor that something was added to', async () => {
      for (let count = 0; count < 3; count++) await subject.create();
      const { items, nextCursor } = await subject.store.list({ limit: 1 });
      for (const cursor of [items[0]?.id, `${nextCursor}=`, `${nextCursor}!`]) {
        await expect(subject.store.list({ limit: 10, cursor })).rejects.toBeInstanceOf(InvalidInput);
      }
    });
  });
}

export async function pagesOf<Query extends SampleQuery>(
  { store }: { readonly store: { list(query: Query): Promise<Listing<{ readonly id: string }>> } },
  query: Query,
): Promise<readonly (readonly string[])[]> {
  const pages = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await store.list({ ...query, cursor });
    pages.push(items.map(({ id }) => id));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && pages.length < 100);
  return pages;
}
