import fc from 'fast-check';
import type { BlinkInstalment, BlinkSchedule } from '../../../src/blink/schedules/repeat-payment';
import { changesFrom } from '../../../src/repeat-payments/domain/changes-from-schedule';
import type { PaymentStatus, RepeatPayment } from '../../../src/repeat-payments/domain/repeat-payment';
import { PAYMENT_TRANSITIONS } from '../../../src/repeat-payments/domain/transitions';
import { NOW } from '../../support/orders';
import { after, creation, pounds, setupOf, shown } from './made';

const READ = { now: NOW, readAt: NOW };

const WORDS: readonly (string | null)[] = [
  ...['Pending', 'Captured', 'captured', 'accepted', 'DECLINED', 'refunded', 'Removed', 'Cancelled'],
  ...['Odd', '', null],
];

/** Anything that Blink may show of one payment, newest or not, with its words or without. */
const instalment: fc.Arbitrary<BlinkInstalment> = fc.record({
  id: fc.integer({ min: 1, max: 6 }),
  date: fc.constantFrom('2026-03-02', '2026-04-02', '2026-05-02', null),
  amount: fc.constantFrom(pounds(500), pounds(700), null),
  status: fc.constantFrom(...WORDS),
  isProcessed: fc.constantFrom(true, false, null),
  xref: fc.constantFrom('26030200VX01', null),
  hasCardToken: fc.boolean(),
  reference: fc.constant(null),
});

const schedule: fc.Arbitrary<BlinkSchedule> = fc.record({
  key: fc.constant({ type: 'fixed', id: 273 } as const),
  status: fc.constantFrom('Active', 'pending', 'CANCELLED', 'Completed', 'Odd'),
  reference: fc.constant(''),
  currency: fc.constantFrom('GBP', null, 'GBP', 'EUR'),
  isActive: fc.constantFrom(true, false, null),
  instalments: fc.array(instalment, { maxLength: 6 }),
  parentId: fc.constant(null),
  childId: fc.constantFrom(null, null, 274),
  unreadable: fc.constantFrom([], [], [null], [1, 2]),
  unclear: fc.constantFrom([], [], ['recurring_data']),
});

function begun(): RepeatPayment {
  const setup = setupOf();
  return after(null, [creation(), setup.opened(), setup.claimed(), setup.started(273)]);
}

const seen = (before: RepeatPayment, shown: BlinkSchedule) => after(before, changesFrom(shown, before, READ));

it.each([
  ['a summer night, when it is tomorrow already', '2026-07-01T23:30:00Z', 'payment_overdue'],
  ['the evening before', '2026-07-01T22:30:00Z', undefined],
])('the day of a payment that Blink shows no more is over by the days of London: %s', (_, now, left) => {
  const before = after(begun(), [
    shown(1, { date: '2026-07-01' }),
    { type: 'review_flagged', reason: 'payment_overdue' },
  ]);
  const moment = new Date(now);
  const nothing: BlinkSchedule = {
    key: { type: 'fixed', id: 273 },
    status: 'Active',
    reference: '',
    currency: 'GBP',
    isActive: true,
    instalments: [],
    parentId: null,
    childId: null,
    unreadable: [],
    unclear: [],
  };
  const seenThen = after(before, changesFrom(nothing, before, { now: moment, readAt: moment }), moment);
  expect(seenThen.review?.reason).toBe(left);
});

describe('whatever Blink shows, in whatever order', () => {
  it('showing the same again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(schedule, { maxLength: 6 }), schedule, (earlier, last) => {
        const once = seen(earlier.reduce(seen, begun()), last);
        const again = changesFrom(last, once, READ);
        expect(again).toEqual([]);
      }),
    );
  });

  it('a payment that was shown once stays, once, and goes only where payments go', () => {
    fc.assert(
      fc.property(fc.array(schedule, { minLength: 1, maxLength: 8 }), (all) => {
        let current = begun();
        for (const each of all) {
          const next = seen(current, each);
          const ids = next.payments.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const was of current.payments) {
            const is = next.payments.find(({ id }) => id === was.id);
            const reachable: readonly PaymentStatus[] = [was.status, ...PAYMENT_TRANSITIONS[was.status]];
            expect(reachable).toContain(is?.status);
          }
          current = next;
        }
      }),
    );
  });

  it('a schedule that is over stays over, and what goes against that is for a human', () => {
    fc.assert(
      fc.property(fc.array(schedule, { maxLength: 4 }), schedule, (earlier, last) => {
        const over = after(earlier.reduce(seen, begun()), [{ type: 'schedule_moved', status: 'cancelled' }]);
        const next = seen(over, last);
        expect(next.schedule?.status).toBe('cancelled');
        if (last.status === 'Active') expect(next.review).not.toBeNull();
      }),
    );
  });

  it('money of another currency is never a payment of this one', () => {
    fc.assert(
      fc.property(schedule, (shown) => {
        const next = seen(begun(), { ...shown, currency: 'EUR' });
        expect(next.payments).toEqual([]);
        expect(next.review).not.toBeNull();
      }),
    );
  });
});
