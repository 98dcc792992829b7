import { DAY, later } from '../../../src/kernel/clock';
import { money } from '../../../src/kernel/money';
import { replay } from '../../../src/repeat-payments/domain/evolve';
import type { Change, NewRepeatPayment } from '../../../src/repeat-payments/domain/history';
import type { FixedPlan, VariablePlan } from '../../../src/repeat-payments/domain/plan';
import type {
  OperationKind,
  PaymentStatus,
  RepeatPayment,
} from '../../../src/repeat-payments/domain/repeat-payment';
import { CHALLENGE, newIntent, SHOPPER } from '../../support/orders';

/** A Sunday, late enough in the year for the next plans to end in another one. */
export const NOW = new Date('2026-11-29T10:00:00.000Z');
export const TODAY = '2026-11-29';
export const pounds = (minor: number) => money(minor, 'GBP');

/** £10.00 at once, then £5.00 every two weeks. */
export const FIXED: FixedPlan = {
  type: 'fixed',
  amount: pounds(500),
  firstAmount: pounds(1000),
  finalAmount: null,
  frequency: 'weeks',
  every: 2,
  startDate: null,
  instalments: 12,
  finalDate: null,
};

export const VARIABLE: VariablePlan = {
  type: 'variable',
  entries: [
    { date: '2026-12-01', amount: pounds(1000) },
    { date: '2026-12-24', amount: pounds(250) },
    { date: '2027-02-01', amount: pounds(125) },
  ],
};

/** One change at a time, each at its moment: by default one second after the other. */
export type Happening = Change | { readonly at: Date; readonly change: Change };

export function made(happenings: readonly Happening[], given: Partial<NewRepeatPayment> = {}): RepeatPayment {
  const created: Change = {
    type: 'repeat_payment_created',
    repeatPayment: {
      id: 'rp_1',
      token: 'token-of-rp-1',
      reference: 'CLUB-7',
      plan: FIXED,
      customer: SHOPPER,
      orderId: null,
      successUrl: null,
      expiresAt: later(NOW, 7 * DAY),
      ...given,
    },
  };
  const repeatPayment = replay(
    [created, ...happenings].map((each, index) => ({
      sequence: index + 1,
      by: 'system',
      ...('change' in each ? each : { at: later(NOW, index * 1_000), change: each }),
    })),
  );
  if (!repeatPayment) throw new Error('Nothing was made');
  return repeatPayment;
}

const setup = (setupId: string) => ({
  opened: {
    type: 'setup_opened',
    setupId,
    nonce: `nonce-of-${setupId}`,
    presence: 'online',
    intent: newIntent(),
    dueAtOnce: pounds(1000),
  } satisfies Change,
  claimed: { type: 'setup_claimed', setupId, customer: SHOPPER } satisfies Change,
  challenged: { type: 'setup_challenged', setupId, challenge: CHALLENGE } satisfies Change,
  unknown: { type: 'setup_unknown', setupId } satisfies Change,
  abandoned: { type: 'setup_abandoned', setupId } satisfies Change,
  declined: { type: 'setup_declined', setupId, reason: 'Insufficient funds' } satisfies Change,
  started: { type: 'schedule_started', setupId, key: { type: 'fixed', id: 273 } } satisfies Change,
});
export const first = setup('set_1');
export const second = setup('set_2');

/** Set up and running at Blink. */
export const STARTED: readonly Change[] = [
  first.opened,
  first.claimed,
  first.started,
  { type: 'schedule_moved', status: 'active' },
];

export function shown(id: number, date: string, status: PaymentStatus, minor = 500): Change {
  return {
    type: 'payment_shown',
    payment: { id, date, status, amount: pounds(minor) },
  };
}

export function move(
  kind: OperationKind,
  outcome: 'done' | 'refused' | 'unknown' | null,
  id = 'mov_1',
): Change[] {
  const claimed: Change = {
    type: 'move_claimed',
    moveId: id,
    kind,
    paymentId: null,
    key: { type: 'fixed', id: 273 },
  };
  if (outcome === null) return [claimed];
  return [
    claimed,
    outcome === 'refused'
      ? { type: 'move_refused', moveId: id, reason: 'No' }
      : { type: `move_${outcome}`, moveId: id },
  ];
}
