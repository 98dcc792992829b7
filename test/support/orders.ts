import { DAY, later, MINUTE } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';
import { evolve, replay } from '../../src/orders/domain/evolve';
import type {
  AttemptChange,
  Entry,
  NewOrder,
  OrderChange,
  RefundChange,
} from '../../src/orders/domain/history';
import type { AttemptStatus, Order } from '../../src/orders/domain/order';
import type { Cause } from '../../src/ledger/line';
import type { Customer } from '../../src/payments/customer';
import type { KeptIntent } from '../../src/payments/kept-intent';

export const NOW = new Date('2026-03-02T09:00:00.000Z');

/** A whole, plausible order of £25.00; ids, token and reference are its own. */
export function newOrder(overrides: Partial<NewOrder> = {}): NewOrder {
  const number = nextNumber();
  return {
    id: `ord_${number}`,
    token: `token-of-order-${number}`,
    reference: `SHOP-${number}`,
    amount: money(25_00, 'GBP'),
    description: 'Two tickets',
    customer: SHOPPER,
    paymentMethods: ['card'],
    capture: 'automatic',
    successUrl: 'https://shop.example/thanks',
    cancelUrl: null,
    metadata: { basket: number },
    expiresAt: later(NOW, DAY),
    ...overrides,
  };
}

export const SHOPPER: Customer = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  address: '12 St James Square, London',
  postcode: 'SW1Y 4LB',
};

export type Opening = Extract<AttemptChange, { type: 'attempt_opened' }>;

/** Opens an attempt for an order of £25.00; ids, nonce and intent are its own. */
export function opening(overrides: Partial<Opening> = {}): Opening {
  const number = nextNumber();
  return {
    type: 'attempt_opened',
    attemptId: `att_${number}`,
    method: 'card',
    nonce: `nonce-of-attempt-${number}`,
    amount: money(25_00, 'GBP'),
    intent: newIntent(),
    ...overrides,
  };
}

export function newIntent(overrides: Partial<KeptIntent> = {}): KeptIntent {
  const number = nextNumber();
  return {
    id: Number(number),
    reference: `pi_of_intent_${number}`,
    expiresAt: later(NOW, 30 * MINUTE),
    merchantId: '155928',
    transactionUnique: `unique-${number}`,
    cardForm: {
      hostedFields: [{ type: 'cardNumber', placeholder: 'Card number' }],
      textFields: ['customer_name', 'customer_email'],
    },
    bankForm: null,
    walletButton: null,
    ...overrides,
  };
}

export const CHALLENGE = {
  kind: 'form',
  action: 'https://acs.bank.example/challenge',
  fields: [{ name: 'creq', value: 'secret-of-the-challenge' }],
} as const;

/** Everything that can happen to one attempt, as changes. Its transaction is named after it unless a test says otherwise. */
export function changesOf(attemptId: string, transactionId = `BL-${attemptId}`) {
  return {
    amended: (minor: number): AttemptChange => ({
      type: 'attempt_amended',
      attemptId,
      amount: money(minor, 'GBP'),
    }),
    claimed: (): AttemptChange => ({ type: 'charge_claimed', attemptId, customer: SHOPPER }),
    withdrawn: (): AttemptChange => ({ type: 'charge_withdrawn', attemptId }),
    challenged: (): AttemptChange => ({ type: 'challenge_received', attemptId, challenge: CHALLENGE }),
    pending: (): AttemptChange => ({ type: 'outcome_pending', attemptId, transactionId }),
    pendingAtBank: (): AttemptChange => ({ type: 'outcome_pending', attemptId, transactionId, atBank: true }),
    accepted: (): AttemptChange => ({ type: 'outcome_pending', attemptId, transactionId, accepted: true }),
    unknown: (id: string | null = null): AttemptChange => ({
      type: 'outcome_unknown',
      attemptId,
      transactionId: id,
    }),
    authorised: (amount = 25_00): AttemptChange => ({
      type: 'money_authorised',
      attemptId,
      transactionId,
      amount,
    }),
    captured: (amount = 25_00): AttemptChange => ({
      type: 'money_captured',
      attemptId,
      transactionId,
      amount,
    }),
    reversed: (amount = 25_00): AttemptChange => ({
      type: 'money_reversed',
      attemptId,
      amount,
      reason: 'charged_back',
    }),
    declined: (reason: string | null = 'Insufficient funds'): AttemptChange => ({
      type: 'attempt_declined',
      attemptId,
      transactionId,
      reason,
    }),
    abandoned: (): AttemptChange => ({ type: 'attempt_abandoned', attemptId }),
    setAside: (): AttemptChange => ({ type: 'attempt_abandoned', attemptId, setAside: true }),
    reopened: (): AttemptChange => ({ type: 'attempt_reopened', attemptId }),
    captureClaimed: (amount = 25_00, by: 'capture' | 'rerun' = 'capture'): AttemptChange => ({
      type: 'capture_claimed',
      attemptId,
      amount,
      by,
    }),
    captureConfirmed: (id = transactionId): AttemptChange => ({
      type: 'capture_confirmed',
      attemptId,
      transactionId: id,
    }),
    captureUnknown: (): AttemptChange => ({ type: 'capture_unknown', attemptId }),
    captureRefused: (): AttemptChange => ({ type: 'capture_refused', attemptId, reason: 'Too late' }),
    releaseClaimed: (because: 'requested' | 'duplicate' | 'late' = 'requested'): AttemptChange => ({
      type: 'release_claimed',
      attemptId,
      because,
    }),
    releaseUnknown: (): AttemptChange => ({ type: 'release_unknown', attemptId }),
    releaseRefused: (): AttemptChange => ({ type: 'release_refused', attemptId, reason: 'Too late' }),
    releaseWithdrawn: (): AttemptChange => ({ type: 'release_withdrawn', attemptId }),
    released: (): AttemptChange => ({ type: 'authorisation_released', attemptId }),
    ended: (): AttemptChange => ({ type: 'authorisation_ended', attemptId, reason: null }),
    surplusFound: (as: 'duplicate' | 'late'): AttemptChange => ({ type: 'surplus_found', attemptId, as }),
    surplusKept: (): AttemptChange => ({ type: 'surplus_kept', attemptId }),
    partReversed: (): AttemptChange => ({ type: 'part_reversed', attemptId }),
    refundClaimed: (
      refundId: string,
      amount: number,
      kind: 'requested' | 'duplicate' | 'late' = 'requested',
    ): RefundChange => ({
      type: 'refund_claimed',
      refund: { id: refundId, attemptId, amount, reason: null, kind },
    }),
  };
}

export const refundSucceeded = (refundId: string): RefundChange => ({ type: 'refund_succeeded', refundId });
export const refundFailed = (refundId: string): RefundChange => ({
  type: 'refund_failed',
  refundId,
  reason: 'Blink refused it',
});
export const refundWithdrawn = (refundId: string): RefundChange => ({ type: 'refund_withdrawn', refundId });
export const refundUnknown = (refundId: string): RefundChange => ({ type: 'refund_unknown', refundId });

/** The entries that changes become when they are written to an order, all at one moment. */
export function entriesAfter(
  before: Order | null,
  changes: readonly OrderChange[],
  at = NOW,
  cause: Cause = { by: 'system' },
): readonly Entry[] {
  return changes.map((change, index) => ({
    ...cause,
    sequence: (before?.version ?? 0) + index + 1,
    at,
    change,
  }));
}

/** A history that begins with the creation of an order of £25.00; each change comes a second after the one before. */
export function historyOf(changes: readonly OrderChange[], order: NewOrder = newOrder()): readonly Entry[] {
  const all: readonly OrderChange[] = [{ type: 'order_created', order }, ...changes];
  return all.map((change, index) => ({
    by: 'system',
    sequence: index + 1,
    at: later(NOW, index * 1_000),
    change,
  }));
}

/** The order after these changes, from its creation on. */
export function orderAfter(...changes: readonly OrderChange[]): Order {
  return orderFrom({}, ...changes);
}

export function orderFrom(overrides: Partial<NewOrder>, ...changes: readonly OrderChange[]): Order {
  const order = replay(historyOf(changes, newOrder(overrides)));
  if (!order) throw new Error('A history without entries');
  return order;
}

/** The order after more changes, each a second after the last of its history. */
export function orderWith(order: Order, ...changes: readonly OrderChange[]): Order {
  return entriesAfter(order, changes, later(NOW, order.version * 1_000)).reduce<Order>(evolve, order);
}

/** The shortest way from an opened attempt to each status. */
export function wayTo(status: AttemptStatus, attemptId: string): readonly AttemptChange[] {
  const go = changesOf(attemptId);
  const ways: Readonly<Record<AttemptStatus, readonly AttemptChange[]>> = {
    ready: [],
    charging: [go.claimed()],
    challenged: [go.claimed(), go.challenged()],
    pending: [go.claimed(), go.pending()],
    unknown: [go.claimed(), go.unknown()],
    authorised: [go.claimed(), go.authorised()],
    captured: [go.claimed(), go.captured()],
    declined: [go.claimed(), go.declined()],
    abandoned: [go.setAside()],
    reversed: [go.claimed(), go.captured(), go.reversed()],
  };
  return ways[status];
}

/** An order with one attempt, and that attempt in this status. */
export function orderWithAttempt(
  status: AttemptStatus,
  { order = {}, attempt = {} }: { order?: Partial<NewOrder>; attempt?: Partial<Opening> } = {},
): { readonly order: Order; readonly attemptId: string; readonly go: ReturnType<typeof changesOf> } {
  const opened = opening(attempt);
  return {
    order: orderFrom(order, opened, ...wayTo(status, opened.attemptId)),
    attemptId: opened.attemptId,
    go: changesOf(opened.attemptId),
  };
}

let numbers = 0;
function nextNumber(): string {
  numbers += 1;
  return String(numbers).padStart(6, '0');
}
