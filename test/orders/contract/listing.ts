import fc from 'fast-check';
import { InvalidInput } from '../../../src/kernel/errors';
import { later } from '../../../src/kernel/clock';
import { newestFirst } from '../../../src/ledger/list-position';
import type { OrderQuery } from '../../../src/orders/store/store';
import { statusOf } from '../../../src/orders/domain/status';
import { entriesAfter, NOW, opening } from '../../support/orders';
import { Subject, type MakeStore } from './subject';

export function listingContract(makeStore: MakeStore): void {
  describe('the list', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    const ids = async (query: Partial<OrderQuery>): Promise<readonly string[]> =>
      (await subject.store.list({ limit: 100, ...query })).items.map(({ id }) => id);

    it('is empty at first', async () => {
      expect(await subject.store.list({ limit: 10 })).toEqual({ items: [], nextCursor: null });
    });

    it('shows the newest first, as they are now', async () => {
      const first = await subject.create();
      subject.clock.advance(1);
      const second = await subject.createPaid();
      subject.clock.advance(1);
      const closed = await subject.append(first, { type: 'order_cancelled' });
      expect((await subject.store.list({ limit: 10 })).items).toEqual([second, closed]);
    });

    it('is given page by page, every order once, also those of the same moment', async () => {
      for (let count = 0; count < 7; count++) await subject.create();
      subject.clock.advance(5);
      for (let count = 0; count < 5; count++) await subject.create();
      const whole = await ids({});
      expect(whole).toHaveLength(12);
      for (const limit of [1, 3, 4, 5, 11, 12, 13]) {
        const pages = await pagesOf(subject, { limit });
        expect(pages.flat()).toEqual(whole);
        expect(pages).toHaveLength(Math.ceil(12 / limit));
        expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
      }
    });

    it('goes on where it was when orders come or change between two pages', async () => {
      const orders = [];
      for (let count = 0; count < 4; count++) {
        orders.push(await subject.create());
        subject.clock.advance(1);
      }
      const [oldest, older, newer, newest] = orders.map(({ id }) => id);
      const page = await subject.store.list({ limit: 2 });
      expect(page.items.map(({ id }) => id)).toEqual([newest, newer]);
      await subject.create();
      const last = page.items[1];
      if (last) await subject.append(last, { type: 'order_cancelled' });
      expect(await ids({ cursor: page.nextCursor ?? undefined })).toEqual([older, oldest]);
    });

    it.each([
      ['status', { status: 'paid' }, ['paid', 'paid and in review']],
      ['another status', { status: 'open' }, ['open', 'open, same reference']],
      ['a status that none has', { status: 'reversed' }, []],
      ['needs_review', { needsReview: true }, ['paid and in review']],
      ['no need of review', { needsReview: false }, ['open', 'paid', 'cancelled', 'open, same reference']],
      ['reference', { reference: 'R-1' }, ['open', 'open, same reference']],
      ['a part of a reference', { reference: 'R-' }, []],
      ['an earliest moment', { createdAfter: later(NOW, 1_000) }, ['cancelled', 'open, same reference']],
      ['a latest moment', { createdBefore: later(NOW, 500) }, ['open']],
      [
        'everything at once',
        {
          status: 'paid',
          needsReview: false,
          reference: 'R-2',
          createdAfter: NOW,
          createdBefore: later(NOW, 501),
        },
        ['paid'],
      ],
    ] satisfies [string, Partial<OrderQuery>, string[]][])(
      'is filtered by %s',
      async (_, query, expected) => {
        const byName = await variedOrders(subject);
        const names = (await ids(query)).map((id) => byName.get(id));
        expect(names.sort()).toEqual([...expected].sort());
      },
    );

    it('is filtered and paged at once', async () => {
      const paid: string[] = [];
      for (let count = 0; count < 9; count++) {
        subject.clock.advance(1);
        const order = count % 2 === 0 ? await subject.createPaid() : await subject.create();
        if (statusOf(order) === 'paid') paid.unshift(order.id);
      }
      const pages = await pagesOf(subject, { limit: 2, status: 'paid' });
      expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
      expect(pages.flat()).toEqual(paid);
      expect((await subject.store.list({ limit: 5, status: 'paid' })).nextCursor).toBeNull();
    });

    it('pages in one stable order whatever the moments of creation', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 1, max: 5 }),
          async (offsets, limit) => {
            const fresh = new Subject(await makeStore());
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

    it('refuses an order id as a cursor, and a cursor that something was added to', async () => {
      for (let count = 0; count < 3; count++) await subject.create();
      const { items, nextCursor } = await subject.store.list({ limit: 1 });
      for (const cursor of [items[0]?.id, `${nextCursor}=`, `${nextCursor}!`]) {
        await expect(subject.store.list({ limit: 10, cursor })).rejects.toBeInstanceOf(InvalidInput);
      }
    });
  });
}

async function pagesOf({ store }: Subject, query: OrderQuery): Promise<readonly (readonly string[])[]> {
  const pages = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await store.list({ ...query, cursor });
    pages.push(items.map(({ id }) => id));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && pages.length < 100);
  return pages;
}

/** Five orders, half a second apart; their names by their ids. */
async function variedOrders(subject: Subject): Promise<ReadonlyMap<string, string>> {
  const open = await subject.create({ reference: 'R-1' });
  subject.clock.advance(500);
  const paid = await subject.createPaid({ reference: 'R-2' });
  subject.clock.advance(500);
  const review = await subject.createPaid({ reference: 'R-3' });
  await subject.append(review, { type: 'review_flagged', reason: 'paid_twice' });
  subject.clock.advance(500);
  const cancelled = await subject.create({ reference: 'R-4' });
  await subject.append(cancelled, { type: 'order_cancelled' });
  subject.clock.advance(500);
  const again = await subject.create({ reference: 'R-1' });
  await subject.store.append(again, entriesAfter(again, [opening()], subject.clock.now()));
  return new Map([
    [open.id, 'open'],
    [paid.id, 'paid'],
    [review.id, 'paid and in review'],
    [cancelled.id, 'cancelled'],
    [again.id, 'open, same reference'],
  ]);
}
