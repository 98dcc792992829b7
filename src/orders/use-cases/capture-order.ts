import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import { authorisedAttempt } from '../domain/money-facts';
import type { Order, AuthorisationClaim } from '../domain/order';
import { isAcceptedOnly, statusOf } from '../domain/status';
import { TransactionTaken } from '../store/store';
import { askOnce } from '../../payments/ask-once';
import { readOutcome } from './read-outcome';
import { voidSupersededAuthorisation } from './void-superseded-authorisation';
import type { Payments } from './payments';
import {
  CaptureRefused,
  CaptureTooLarge,
  NotCapturable,
  NothingAuthorised,
  AuthorisationBusy,
  AuthorisationOutcomeUnknown,
} from './authorisation-errors';
import type { AttemptReference } from './verify';
import type { Cause } from '../../ledger/line';

/**
 * Captures authorised money, or part of it: the rest is the shopper's again. Two at once cannot both be sent.
 * @param amount minor units; all that is authorised when it is left out
 * @returns the order: `paid`, or still `authorised` while it is not known whether the money was captured
 * @throws NothingReserved, NotCapturable, CaptureTooLarge, AuthorisationBusy before anything is claimed; CaptureRefused, AuthorisationOutcomeUnknown when nothing
 * was taken; OrderNotFound
 */
export function captureOrder(
  payments: Payments,
  orderId: string,
  amount: number | undefined,
  cause: Cause,
): Promise<Order> {
  return payments.inFlight.track(orderId, async () => {
    const { order } = await changeOrder(payments, orderId, cause, (current) => [
      captureClaim(current, amount),
    ]);
    return send(payments, order);
  });
}

function captureClaim(order: Order, asked: number | undefined): OrderChange {
  const attempt = authorisedAttempt(order);
  const status = statusOf(order);
  if (order.attempts.some((each) => isAcceptedOnly(order, each))) throw new NothingAuthorised();
  if (!attempt || status !== 'authorised') throw new NotCapturable(status);
  if (attempt.claim) throw new AuthorisationBusy();
  const { currency } = order.amount;
  const amount = asked ?? attempt.authorised;
  if (amount > attempt.authorised) {
    throw new CaptureTooLarge({ minor: amount, currency }, { minor: attempt.authorised, currency });
  }
  return { type: 'capture_claimed', attemptId: attempt.id, amount, by: wayToTake(order) };
}

/** A pre-authorisation is captured by charging its card anew, which makes a transaction of its own; a delayed capture by capturing it sooner. */
function wayToTake(order: Order): 'capture' | 'rerun' {
  return order.capture === 'manual' ? 'rerun' : 'capture';
}

async function send(payments: Payments, order: Order): Promise<Order> {
  const { attemptId, transactionId, claim } = claimedIn(order);
  const at = { orderId: order.id, attemptId };
  const move = {
    transactionId,
    amount: { minor: claim.amount, currency: order.amount.currency },
    reference: `${attemptId}.${order.version}`,
  };
  const { transactions } = payments.blink;
  const answer = await askOnce(payments.log, { ...at, transactionId, kind: claim.kind }, () =>
    claim.kind === 'rerun' ? transactions.rerun(move) : transactions.capture(move),
  );
  switch (answer.kind) {
    case 'done':
      return confirmed(payments, order, at, answer.transactionId);
    case 'unknown':
      return unknown(payments, order, at);
    case 'refused': {
      const after = await refused(payments, order, attemptId, answer.reason);
      if (isTaken(after, attemptId)) return after; // what Blink shows goes before what it answered
      throw new CaptureRefused(answer.reason);
    }
    case 'not_sent':
      await refused(payments, order, attemptId, 'It was not sent to Blink');
      throw new AuthorisationOutcomeUnknown(answer.cause);
    default:
      return answer satisfies never;
  }
}

function claimedIn(order: Order): { attemptId: string; transactionId: string; claim: AuthorisationClaim } {
  const attempt = authorisedAttempt(order);
  if (!attempt?.claim || !attempt.transactionId)
    throw new Error('A capture is claimed before it is asked for');
  return { attemptId: attempt.id, transactionId: attempt.transactionId, claim: attempt.claim };
}

/** Blink says that it took the money; the transaction that it names is read before anybody believes it. */
async function confirmed(
  payments: Payments,
  claimed: Order,
  at: AttemptReference,
  transactionId: string,
): Promise<Order> {
  const written = await named(payments, claimed, at, transactionId);
  if (!written) return unknown(payments, claimed, at);
  const order = await readOutcome(payments, written, at.attemptId, null);
  voidSupersededAuthorisation(payments, order, at.attemptId);
  return order;
}

/** @returns null when the transaction is another payment's: then the answer says nothing */
async function named(
  payments: Payments,
  claimed: Order,
  at: AttemptReference,
  transactionId: string,
): Promise<Order | null> {
  const { attemptId } = at;
  try {
    return await record(payments, claimed, attemptId, {
      type: 'capture_confirmed',
      attemptId,
      transactionId,
    });
  } catch (error) {
    if (!(error instanceof TransactionTaken)) throw error;
    payments.log.error(
      { ...at, transactionId },
      'Blink named a transaction of another payment for a capture',
    );
    return null;
  }
}

async function unknown(payments: Payments, claimed: Order, { attemptId }: AttemptReference): Promise<Order> {
  const order = await record(payments, claimed, attemptId, { type: 'capture_unknown', attemptId });
  return readOutcome(payments, order, attemptId, 'capture_unknown');
}

function refused(payments: Payments, claimed: Order, attemptId: string, reason: string): Promise<Order> {
  const change = { type: 'capture_refused', attemptId, reason: reason || null } as const;
  return record(payments, claimed, attemptId, change);
}

/** What Blink shows of the transaction may have settled it before the answer came: then the answer changes nothing. */
async function record(
  payments: Payments,
  claimed: Order,
  attemptId: string,
  change: OrderChange,
): Promise<Order> {
  const cause = { by: 'system', evidence: "Blink's answer to the capture" } as const;
  const { order } = await changeOrder(payments, claimed, cause, (current) => {
    const claim = current.attempts.find(({ id }) => id === attemptId)?.claim;
    return claim && claim.kind !== 'release' ? [change] : [];
  });
  return order;
}

function isTaken(order: Order, attemptId: string): boolean {
  return order.attempts.some(({ id, status }) => id === attemptId && status === 'captured');
}
