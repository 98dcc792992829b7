import { BlinkNotAsked } from '../../blink/errors';
import { later, MINUTE } from '../../kernel/clock';
import { AppError, type FieldError } from '../../kernel/errors';
import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Attempt, Order } from '../domain/order';
import { asksForOrder, isPayable } from '../domain/status';
import { TransactionTaken } from '../store/store';
import { canBecome, LEADS_TO } from '../domain/transitions';
import { hasTriesLeft } from '../domain/tries';
import type { AttemptReference } from './verify';
import type { Payments } from './payments';
import { isAsShown, type Shown } from './shown';
import type { Cause } from '../../ledger/line';
import type { PaymentMethod } from '../../payments/methods';
import { type Customer, withKnownAddress } from '../../payments/customer';
import type { PaymentAnswer } from '../../blink/payments/payment';

/** An intent that could run out while the charge is on its way is not used. */
const SHORTEST_LIFE_TO_CHARGE_MS = MINUTE;

/** Until when an attempt that stands ready may be charged. */
export function chargeableUntil({ intent }: Pick<Attempt, 'intent'>): Date {
  return later(intent.expiresAt, -SHORTEST_LIFE_TO_CHARGE_MS);
}

/** Another request has this attempt already, or it is over. The order says what to show. */
export class AttemptNotReady extends AppError {
  readonly status = 409;
  readonly code = 'attempt_not_ready';
  constructor() {
    super('This attempt was used or given up before');
  }
}

/** Either the order says how the payment stands, or nothing was charged and the shopper may send a form again. */
export type ChargeOutcome =
  | { readonly kind: 'recorded'; readonly order: Order }
  | {
      readonly kind: 'not_charged';
      readonly why: 'not_as_shown' | 'intent_over' | 'not_sent' | 'not_enabled';
    }
  | { readonly kind: 'invalid'; readonly fields: readonly FieldError[] };

export interface AttemptToCharge extends AttemptReference {
  /** The order as the caller read it last, however long ago. */
  readonly held?: Order;
}

export interface Charging {
  /** What the call to Blink pays by. */
  readonly method: PaymentMethod;
  /** What the form that is sent showed; null when it does not say. */
  readonly shown: Shown | null;
  readonly customer: Customer;
}

/**
 * Charges an attempt once: claims it, asks Blink, writes down what the answer says. Whatever happens after the claim, the call is never
 * made a second time. The claim is made only if method, amount and currency are still those that the shopper was shown.
 * @param ask makes the one call to Blink
 * @throws AttemptNotReady when the claim is lost: nothing was sent by this call
 */
export async function charge(
  payments: Payments,
  at: AttemptToCharge,
  charging: Charging,
  ask: (order: Order, attempt: Attempt) => Promise<PaymentAnswer>,
): Promise<ChargeOutcome> {
  return payments.inFlight.track(at.orderId, async () => {
    const claimed = await claim(payments, at, charging);
    if (claimed === 'not_as_shown') return { kind: 'not_charged', why: claimed };
    try {
      const answer = await ask(claimed.order, claimed.attempt);
      return await record(payments, claimed, asFarAsKnown(claimed.attempt, answer));
    } catch (error) {
      if (error instanceof BlinkNotAsked) return notSent(payments, claimed);
      await recordUnknown(payments, claimed, null);
      throw error;
    }
  });
}

/** An attempt that is this caller's to charge, and its order as it was written with the claim. */
interface Claimed {
  readonly order: Order;
  readonly attempt: Attempt;
}

async function claim(
  payments: Payments,
  at: AttemptToCharge,
  { method, shown, customer }: Charging,
): Promise<Claimed | 'not_as_shown'> {
  const { order, changes } = await changeOrder(
    payments,
    at.held ?? at.orderId,
    { by: 'customer' },
    (current) => {
      const attempt = attemptIn(current, at);
      if (attempt.method !== method) throw new AttemptNotReady();
      if (!isAsShown(shown, current, attempt)) return [];
      if (!isChargeable(current, attempt, payments.clock.now())) throw new AttemptNotReady();
      const payer = withKnownAddress(customer, current.customer);
      return [{ type: 'charge_claimed', attemptId: at.attemptId, customer: payer }];
    },
  );
  return changes.length > 0 ? { order, attempt: attemptIn(order, at) } : 'not_as_shown';
}

/** @throws AttemptNotReady */
function attemptIn(order: Order, { attemptId }: AttemptReference): Attempt {
  const attempt = order.attempts.find(({ id }) => id === attemptId);
  if (!attempt) throw new AttemptNotReady();
  return attempt;
}

function isChargeable(order: Order, attempt: Attempt, now: Date): boolean {
  return (
    attempt.status === 'ready' &&
    isPayable(order, now) &&
    hasTriesLeft(order, attempt.method) &&
    asksForOrder(attempt, order) &&
    now < chargeableUntil(attempt)
  );
}

/**
 * That an intent is over Blink says in one text for two causes. Where it turned a charge of this attempt away before, that charge may be
 * what used the intent up: nothing else is charged until it is known.
 */
function asFarAsKnown({ turnedAwayAt }: Attempt, answer: PaymentAnswer): PaymentAnswer {
  const mayBeUsed = answer.kind === 'intent_over' && turnedAwayAt !== null;
  return mayBeUsed ? { kind: 'unknown', cause: 'intent_over_after_turned_away' } : answer;
}

async function record(payments: Payments, claimed: Claimed, answer: PaymentAnswer): Promise<ChargeOutcome> {
  switch (answer.kind) {
    case 'challenge':
      return recorded(payments, claimed, {
        type: 'challenge_received',
        attemptId: claimed.attempt.id,
        challenge: { kind: 'form', ...answer.form },
      });
    case 'bank_page':
      return recorded(payments, claimed, {
        type: 'challenge_received',
        attemptId: claimed.attempt.id,
        challenge: { kind: 'page', url: answer.url },
      });
    case 'named':
      return recordNamed(payments, claimed, answer.transactionId);
    case 'declined':
      return unlessTaken(payments, claimed, answer.transactionId, () =>
        recorded(payments, claimed, {
          type: 'attempt_declined',
          attemptId: claimed.attempt.id,
          transactionId: answer.transactionId,
          reason: answer.reason,
        }),
      );
    case 'invalid':
      await recorded(payments, claimed, { type: 'attempt_abandoned', attemptId: claimed.attempt.id });
      return { kind: 'invalid', fields: answer.fields };
    case 'intent_over':
      await recorded(payments, claimed, { type: 'attempt_abandoned', attemptId: claimed.attempt.id });
      return { kind: 'not_charged', why: 'intent_over' };
    case 'not_enabled':
      await recorded(payments, claimed, { type: 'attempt_abandoned', attemptId: claimed.attempt.id });
      return { kind: 'not_charged', why: 'not_enabled' };
    case 'turned_away':
      payments.log.warn(
        { ...atOf(claimed), cause: answer.cause },
        'Blink turned a charge away before looking at it',
      );
      return withdraw(payments, claimed, {
        type: 'charge_withdrawn',
        attemptId: claimed.attempt.id,
        turnedAway: true,
      });
    case 'unknown':
      payments.log.error({ ...atOf(claimed), cause: answer.cause }, 'the outcome of a charge is unknown');
      return recordUnknown(payments, claimed, null);
    default:
      return answer satisfies never;
  }
}

/** Blink named the transaction in its answer; what became of it is read, not believed. */
async function recordNamed(
  payments: Payments,
  claimed: Claimed,
  transactionId: string,
): Promise<ChargeOutcome> {
  const written = await unlessTaken(payments, claimed, transactionId, () =>
    recordUnknown(payments, claimed, transactionId),
  );
  try {
    const held = written.kind === 'recorded' ? written.order : claimed.order;
    const verdict = await payments.verify(atOf(claimed), transactionId, SYSTEM, held);
    return verdict.kind === 'ours' ? { kind: 'recorded', order: verdict.order } : written;
  } catch {
    payments.log.warn(
      { ...atOf(claimed), transactionId },
      'the transaction of a charge could not be read yet',
    );
    return written;
  }
}

/** An answer that names another payment's transaction says nothing about this one. */
async function unlessTaken(
  payments: Payments,
  claimed: Claimed,
  transactionId: string | null,
  write: () => Promise<ChargeOutcome>,
): Promise<ChargeOutcome> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof TransactionTaken)) throw error;
    payments.log.error(
      { ...atOf(claimed), transactionId },
      "Blink's answer to a charge names the transaction of another payment",
    );
    return recordUnknown(payments, claimed, null);
  }
}

const SYSTEM: Cause = { by: 'system', evidence: "Blink's answer to the charge" };

function recordUnknown(
  payments: Payments,
  claimed: Claimed,
  transactionId: string | null,
): Promise<ChargeOutcome> {
  return recorded(payments, claimed, {
    type: 'outcome_unknown',
    attemptId: claimed.attempt.id,
    transactionId,
  });
}

function notSent(payments: Payments, claimed: Claimed): Promise<ChargeOutcome> {
  payments.log.warn(atOf(claimed), 'a charge was not sent');
  return withdraw(payments, claimed, { type: 'charge_withdrawn', attemptId: claimed.attempt.id });
}

/** A notification may have said meanwhile that it was charged all the same: then the order says so. */
async function withdraw(
  payments: Payments,
  claimed: Claimed,
  withdrawn: Extract<OrderChange, { type: 'charge_withdrawn' }>,
): Promise<ChargeOutcome> {
  const outcome = await recorded(payments, claimed, withdrawn);
  const isReady =
    outcome.kind === 'recorded' &&
    outcome.order.attempts.some(({ id, status }) => id === claimed.attempt.id && status === 'ready');
  return isReady ? { kind: 'not_charged', why: 'not_sent' } : outcome;
}

type Answered = Extract<OrderChange, { type: keyof typeof LEADS_TO }>;

/** A notification may have said more before the answer came: then the answer changes nothing. */
async function recorded(payments: Payments, claimed: Claimed, change: Answered): Promise<ChargeOutcome> {
  const { order } = await changeOrder(payments, claimed.order, SYSTEM, (current) => {
    const attempt = current.attempts.find(({ id }) => id === claimed.attempt.id);
    return attempt?.status === 'charging' && canBecome(attempt.status, LEADS_TO[change.type]) ? [change] : [];
  });
  return { kind: 'recorded', order };
}

function atOf({ order, attempt }: Claimed): AttemptReference {
  return { orderId: order.id, attemptId: attempt.id };
}
