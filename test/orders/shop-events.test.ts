import fc from 'fast-check';
import type { OrderChange } from '../../src/orders/domain/history';
import { outcomeOf } from '../support/outcomes';
import { statusOf } from '../../src/orders/domain/status';
import { summaryOf } from '../../src/orders/domain/summary';
import {
  changesOf,
  historyOf,
  newOrder,
  opening,
  refundFailed,
  refundSucceeded,
  refundUnknown,
} from '../support/orders';
import { legalHistory } from '../support/legal-changes';

const [first, second] = [opening(), opening()];
const [one, two] = [changesOf(first.attemptId), changesOf(second.attemptId)];

function told(...changes: readonly OrderChange[]): readonly string[] {
  return outcomeOf(null, historyOf(changes)).events.map(({ type }) => type.replace('order.', ''));
}

describe('the shop is told', () => {
  it.each<[string, readonly OrderChange[], readonly string[]]>([
    ['nothing of an order that is only there', [first], []],
    ['nothing of an amendment', [{ type: 'order_amended', amendment: { description: 'x' } }], []],
    ['that a payment is under way', [first, one.claimed()], ['processing']],
    ['that it is paid', [first, one.claimed(), one.captured()], ['processing', 'paid']],
    [
      'of a payment under way once, whatever happens on the way',
      [first, one.claimed(), one.unknown(), one.challenged(), one.pending(), one.captured()],
      ['processing', 'paid'],
    ],
    [
      'of a reserve, and of what becomes of it',
      [first, one.claimed(), one.authorised(), one.captured()],
      ['processing', 'authorised', 'paid'],
    ],
    ['that a payment was refused', [first, one.claimed(), one.declined()], ['processing', 'payment_failed']],
    [
      'that a payment came to nothing at the bank',
      [first, one.claimed(), one.challenged(), one.abandoned()],
      ['processing', 'payment_failed'],
    ],
    ['that a charge was not sent', [first, one.claimed(), one.withdrawn()], ['processing', 'payment_failed']],
    ['nothing of an attempt that was not used', [first, one.abandoned()], []],
    [
      'nothing of a refusal that comes when the payment was given up before',
      [first, one.claimed(), one.challenged(), one.abandoned(), one.declined()],
      ['processing', 'payment_failed'],
    ],
    [
      'nothing of a refusal while another payment is under way, or after it came',
      [
        first,
        one.claimed(),
        one.challenged(),
        one.abandoned(),
        second,
        two.claimed(),
        one.declined(),
        two.captured(),
      ],
      ['processing', 'payment_failed', 'processing', 'paid'],
    ],
    [
      'nothing of a refusal of an order that is paid',
      [
        first,
        one.claimed(),
        one.challenged(),
        one.abandoned(),
        second,
        two.claimed(),
        two.captured(),
        one.declined(),
      ],
      ['processing', 'payment_failed', 'processing', 'paid'],
    ],
    [
      'that a bank let a reserve go',
      [first, one.claimed(), one.authorised(), one.declined('Expired')],
      ['processing', 'authorised', 'payment_failed'],
    ],
    [
      'that it cancelled, and not that the reserve it let go failed',
      [first, one.claimed(), one.authorised(), one.abandoned(), { type: 'order_cancelled' }],
      ['processing', 'authorised', 'cancelled'],
    ],
    ['that an order was cancelled', [{ type: 'order_cancelled' }], ['cancelled']],
    ['that an order ran out', [{ type: 'order_expired' }], ['expired']],
    [
      'that money came after an order ran out',
      [first, one.claimed(), one.challenged(), one.abandoned(), { type: 'order_expired' }, one.captured()],
      ['processing', 'payment_failed', 'expired', 'paid'],
    ],
    [
      'once that an order ran out, also when money nearly came after that',
      [first, one.claimed(), one.abandoned(), { type: 'order_expired' }, one.pending(), one.declined()],
      ['processing', 'payment_failed', 'expired', 'processing', 'payment_failed'],
    ],
    [
      'of every refund that was made',
      [
        first, one.claimed(), one.captured(),
        one.refundClaimed('r1', 5_00), refundSucceeded('r1'),
        one.refundClaimed('r2', 20_00), refundUnknown('r2'), refundSucceeded('r2'),
      ],
      ['processing', 'paid', 'refunded', 'refunded'],
    ], // prettier-ignore
    [
      'not again that it is paid when a refund fails',
      [
        first, one.claimed(), one.captured(),
        one.refundClaimed('r1', 5_00), refundSucceeded('r1'),
        one.refundClaimed('r2', 5_00), refundFailed('r2'),
        one.refundClaimed('r3', 5_00), refundUnknown('r3'), refundFailed('r3'),
      ],
      ['processing', 'paid', 'refunded'],
    ], // prettier-ignore
    [
      'not again that it is paid when the second of two payments is given back',
      [
        first, second, one.claimed(), one.captured(), two.claimed(), two.captured(),
        two.refundClaimed('r1', 25_00, 'duplicate'), refundSucceeded('r1'),
      ],
      ['processing', 'paid'],
    ], // prettier-ignore
    [
      'not again that it is paid when the payment that was refunded in part is the one given back',
      [
        ...[first, second, one.claimed(), one.captured(), two.claimed(), two.captured()],
        ...[
          one.refundClaimed('r1', 5_00),
          refundSucceeded('r1'),
          one.refundClaimed('r2', 20_00, 'duplicate'),
        ],
      ],
      ['processing', 'paid', 'refunded'],
    ],
    [
      'that money was taken back, and that it came again',
      [first, one.claimed(), one.captured(), one.reversed(), second, two.claimed(), two.captured()],
      ['processing', 'paid', 'reversed', 'paid'],
    ],
    [
      'once for each reason that a human must look',
      [
        { type: 'review_flagged', reason: 'wrong_amount' },
        { type: 'review_flagged', reason: 'wrong_amount' },
        { type: 'review_flagged', reason: 'paid_twice' },
        { type: 'review_closed', resolution: 'dismissed', note: '' },
        { type: 'review_flagged', reason: 'paid_twice' },
      ],
      ['needs_review', 'needs_review', 'needs_review'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(told(...changes)).toEqual(expected);
  });
});

describe('an event', () => {
  const history = historyOf([first, one.claimed(), one.captured()]);
  const { events, order } = outcomeOf(null, history);

  it('shows the order as it was at that moment', () => {
    expect(events.map(({ data }) => data.status)).toEqual(['processing', 'paid']);
    expect(events.at(-1)?.data).toEqual(summaryOf(order));
    expect(events.map(({ createdAt }) => createdAt)).toEqual([history[2]?.at, history[3]?.at]);
    expect(events.every(({ orderId }) => orderId === order.id)).toBe(true);
  });

  it('has the same id whenever it is computed, and another in every order and at every place', () => {
    expect(outcomeOf(null, history).events).toEqual(events);
    const elsewhere = outcomeOf(null, historyOf([first, one.claimed(), one.captured()], newOrder())).events;
    const ids = [...events, ...elsewhere].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^evt_[\w-]{22}$/);
  });

  it('has a sequence that grows and an id of its own, in every history that can have happened', () => {
    fc.assert(
      fc.property(legalHistory, (entries) => {
        const all = outcomeOf(null, entries).events;
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
        const sequences = all.map(({ sequence }) => sequence);
        expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });

  it('that says `processing` is followed by what became of it, in every history that can have happened', () => {
    fc.assert(
      fc.property(legalHistory, (entries) => {
        const { events: all, order: now } = outcomeOf(null, entries);
        const ofStatus = all.filter(({ type }) => !['order.needs_review', 'order.refunded'].includes(type));
        const isUnderWay = statusOf(now) === 'processing';
        const last = ofStatus
          .filter(({ type }) => !['order.cancelled', 'order.expired'].includes(type))
          .at(-1);
        expect(last?.type === 'order.processing').toBe(isUnderWay);
      }),
      { numRuns: 1_000 },
    );
  });
});
