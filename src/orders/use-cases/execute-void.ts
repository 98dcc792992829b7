import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Attempt, Order, AuthorisationClaim } from '../domain/order';
import { askOnce, type NotSent } from '../../payments/ask-once';
import type { PaymentContext } from './context';
import { REVIEW_OF } from './refund-changes';
import { voidedChanges } from './void-changes';
import { flagged, flaggedIfCalm } from './review-changes';

export type ExecutedVoid =
  | { readonly kind: 'released' | 'unknown'; readonly order: Order }
  /** The money is still authorised. */
  | { readonly kind: 'refused'; readonly order: Order; readonly reason: string }
  | (NotSent & { readonly order: Order });

type Decide = (order: Order, attempt: Attempt, claim: AuthorisationClaim) => readonly OrderChange[];

/**
 * Voids an authorisation that was claimed for it: asks Blink once and writes down what the answer says.
 * @param order as it is with the claim
 */
export async function executeVoid(
  context: PaymentContext,
  order: Order,
  attemptId: string,
): Promise<ExecutedVoid> {
  const attempt = order.attempts.find(({ id }) => id === attemptId);
  if (!attempt?.claim || !attempt.transactionId)
    throw new Error('A release is claimed before it is asked for');
  const { transactionId, claim } = attempt;
  const which = { orderId: order.id, attemptId, transactionId };
  const amount = { minor: claim.amount, currency: order.amount.currency };
  const answer = await askOnce(context.log, which, () =>
    context.blink.transactions.cancel({ transactionId, amount, reference: attemptId }),
  );
  const write = (decide: Decide): Promise<Order> => record(context, order, attemptId, decide);
  switch (answer.kind) {
    case 'done':
      context.log.info(which, 'reserved money was let go');
      return { kind: 'released', order: await write(doneBy(context)) };
    case 'refused':
      return { ...answer, order: await write(refusedWith(answer.reason)) };
    case 'unknown':
      return { kind: 'unknown', order: await write(unknownTo(context)) };
    case 'not_sent':
      return { ...answer, order: await write(withdrawn) };
    default:
      return answer satisfies never;
  }
}

/** Blink may have captured the money on its day while we asked: then a payment was undone, and that is a refund. */
function doneBy({ ids }: PaymentContext): Decide {
  return (order, attempt, claim) => {
    if (attempt.status === 'authorised') return voidedChanges(order, attempt);
    const [given, refundId] = asRefund(ids.refund(), attempt, claim);
    return [...given, { type: 'refund_succeeded', refundId }];
  };
}

function unknownTo({ ids }: PaymentContext): Decide {
  return (order, attempt, claim) => {
    if (attempt.status === 'authorised') {
      return claim.status === 'unknown' ? [] : [{ type: 'release_unknown', attemptId: attempt.id }];
    }
    const [given, refundId] = asRefund(ids.refund(), attempt, claim);
    return [...given, { type: 'refund_unknown', refundId }, ...flagged(order, 'refund_unknown')];
  };
}

function asRefund(
  refundId: string,
  attempt: Attempt,
  { because }: AuthorisationClaim,
): [readonly OrderChange[], string] {
  const reason = 'Blink took the money while it was to be let go';
  const refund = { id: refundId, attemptId: attempt.id, amount: attempt.captured, kind: because, reason };
  return [
    [
      { type: 'release_refused', attemptId: attempt.id, reason },
      { type: 'refund_claimed', refund },
    ],
    refundId,
  ];
}

function refusedWith(reason: string): Decide {
  return (order, attempt, { because }) => [
    { type: 'release_refused', attemptId: attempt.id, reason: reason || null },
    ...(because === 'requested' ? [] : flagged(order, 'release_failed')),
  ];
}

const withdrawn: Decide = (order, attempt, { because }) => [
  { type: 'release_withdrawn', attemptId: attempt.id },
  ...(because === 'requested' ? [] : flaggedIfCalm(order, REVIEW_OF[because])),
];

/** What Blink shows of the transaction may have settled it before the answer came. */
async function record(
  context: PaymentContext,
  claimed: Order,
  attemptId: string,
  decide: Decide,
): Promise<Order> {
  const cause = { by: 'system', evidence: "Blink's answer to the release" } as const;
  const { order } = await changeOrder(context, claimed, cause, (current) => {
    const attempt = current.attempts.find(({ id }) => id === attemptId);
    return attempt?.claim?.kind === 'release' ? decide(current, attempt, attempt.claim) : [];
  });
  return order;
}
