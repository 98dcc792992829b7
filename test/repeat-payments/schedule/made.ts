import { DAY, later, MINUTE } from '../../../src/kernel/clock';
import { money } from '../../../src/kernel/money';
import { evolve } from '../../../src/repeat-payments/domain/evolve';
import type {
  Change,
  Entry,
  NewRepeatPayment,
  SeenPayment,
} from '../../../src/repeat-payments/domain/history';
import type { RepeatPayment } from '../../../src/repeat-payments/domain/repeat-payment';
import { CHALLENGE, newIntent, NOW, SHOPPER } from '../../support/orders';

let numbers = 0;
const nextNumber = () => String((numbers += 1)).padStart(6, '0');

export const pounds = (minor: number) => money(minor, 'GBP');

/** Twelve payments of £5.00 a month, the first on the day of the agreement; ids, token and reference are its own. */
export function newRepeatPayment(overrides: Partial<NewRepeatPayment> = {}): NewRepeatPayment {
  const number = nextNumber();
  return {
    id: `rp_${number}`,
    token: `token-of-repeat-payment-${number}`,
    reference: `GYM-${number}`,
    plan: {
      type: 'fixed',
      amount: pounds(500),
      firstAmount: null,
      finalAmount: null,
      frequency: 'months',
      every: 1,
      startDate: null,
      instalments: 12,
      finalDate: null,
    },
    customer: SHOPPER,
    orderId: null,
    successUrl: null,
    expiresAt: later(NOW, 7 * DAY),
    ...overrides,
  };
}

/** Everything that can happen to one setup. */
export function setupOf(setupId: string = `set_${nextNumber()}`) {
  return {
    id: setupId,
    opened: (intent = newIntent({ expiresAt: later(NOW, 30 * MINUTE) })): Change => ({
      type: 'setup_opened',
      setupId,
      nonce: `nonce-of-${setupId}`,
      presence: 'online',
      intent,
      dueAtOnce: pounds(500),
    }),
    claimed: (): Change => ({ type: 'setup_claimed', setupId, customer: SHOPPER }),
    withdrawn: (): Change => ({ type: 'setup_withdrawn', setupId }),
    challenged: (): Change => ({ type: 'setup_challenged', setupId, challenge: CHALLENGE }),
    unknown: (): Change => ({ type: 'setup_unknown', setupId }),
    declined: (): Change => ({ type: 'setup_declined', setupId, reason: 'Insufficient funds' }),
    abandoned: (): Change => ({ type: 'setup_abandoned', setupId }),
    started: (id: number): Change => ({ type: 'schedule_started', setupId, key: { type: 'fixed', id } }),
  };
}

export function shown(id: number, overrides: Partial<SeenPayment> = {}): Change {
  return {
    type: 'payment_shown',
    payment: { id, date: '2026-03-02', amount: pounds(500), status: 'pending', ...overrides },
  };
}

export function entriesAfter(
  before: RepeatPayment | null,
  changes: readonly Change[],
  at = NOW,
): readonly Entry[] {
  return changes.map((change, index) => ({
    by: 'system',
    evidence: 'a test',
    sequence: (before?.version ?? 0) + index + 1,
    at,
    change,
  }));
}

export const creation = (overrides: Partial<NewRepeatPayment> = {}): Change => ({
  type: 'repeat_payment_created',
  repeatPayment: newRepeatPayment(overrides),
});

export function after(before: RepeatPayment | null, changes: readonly Change[], at = NOW): RepeatPayment {
  const made = entriesAfter(before, changes, at).reduce<RepeatPayment | null>(evolve, before);
  if (!made) throw new Error('Nothing was made');
  return made;
}
