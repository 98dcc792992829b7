import { later } from '../../../src/kernel/clock';
import type { OrderQuery } from '../../../src/orders/store/store';
import { statusOf } from '../../../src/orders/domain/status';
import { pagesOf } from '../../ledger/contract/paging';
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
  });
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
