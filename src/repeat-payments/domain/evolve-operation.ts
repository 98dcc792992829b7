import { dayOf } from './days';
import type { OperationChange } from './history';
import type { Operation, OperationKind, RepeatPayment, ShownPayment } from './repeat-payment';
import { isRunning } from './status';
import { isBeingRetried } from './pending-retries';

/** The operations after one more change: each is claimed once and settled once. @throws Error when the operation was settled before */
export function evolveOperations(
  before: RepeatPayment,
  change: OperationChange,
  at: Date,
): Partial<RepeatPayment> {
  if (change.type === 'move_claimed') {
    return { moves: [...before.moves, claimed(change, at)], ...formUsed(before, change.kind, true) };
  }
  const operation = before.moves.find(({ id }) => id === change.moveId);
  if (!operation || (operation.status !== 'claimed' && operation.status !== 'unknown'))
    throw new Error('An operation is settled once');
  const settled = { ...operation, ...outcomeOf(change) };
  return {
    moves: before.moves.map((each) => (each.id === operation.id ? settled : each)),
    ...(change.type === 'move_done' ? consequences(before, operation, at) : {}),
    ...((change.type === 'move_refused' || change.type === 'move_withdrawn') && isNewest(before, operation)
      ? formUsed(before, operation.kind, false)
      : {}),
  };
}

function claimed(change: Extract<OperationChange, { type: 'move_claimed' }>, at: Date): Operation {
  const { moveId: id, kind, paymentId, key } = change;
  return { id, kind, paymentId, key, status: 'claimed', at, reason: null };
}

function outcomeOf(change: Exclude<OperationChange, { type: 'move_claimed' }>): Partial<Operation> {
  switch (change.type) {
    case 'move_done':
      return { status: 'done' };
    case 'move_refused':
      return { status: 'refused', reason: change.reason };
    case 'move_withdrawn':
      return { status: 'withdrawn' };
    case 'move_unknown':
      return { status: 'unknown' };
    default:
      return change satisfies never;
  }
}

/** Only the newest card update changes the form's state: the outcome of an earlier one says nothing about the form used after it. */
function isNewest({ moves }: RepeatPayment, { id, kind }: Operation): boolean {
  return moves.findLast((each) => each.kind === kind)?.id === id;
}

/** A form gives one card to Blink; after a card that was not accepted the form may be used again. */
function formUsed(
  { cardCheck }: RepeatPayment,
  kind: OperationKind,
  isUsed: boolean,
): Partial<RepeatPayment> {
  return kind === 'update_card' && cardCheck ? { cardCheck: { ...cardCheck, isUsed } } : {};
}

/**
 * The changes to payments when Blink says that an operation was done. What only the schedule shows stays open until it is read: how a
 * retried payment went, even when the others are cancelled meanwhile, and whether a payment due that day was charged before.
 */
function consequences(
  before: RepeatPayment,
  { kind, paymentId }: Operation,
  at: Date,
): Partial<RepeatPayment> {
  switch (kind) {
    case 'cancel_all':
      return {
        schedule:
          before.schedule && isRunning(before)
            ? { ...before.schedule, status: 'cancelled' }
            : before.schedule,
        payments: before.payments.map((each) =>
          each.date > dayOf(at) && !isBeingRetried(each, before.moves) ? as('cancelled', each, at) : each,
        ),
      };
    case 'cancel_payment':
      return {
        payments: before.payments.map((each) => (each.id === paymentId ? as('cancelled', each, at) : each)),
      };
    case 'refund_payment':
      return {
        payments: before.payments.map((each) => (each.id === paymentId ? as('refunded', each, at) : each)),
      };
    case 'retry_payment':
      return {
        payments: before.payments.map((each) => (each.id === paymentId ? as('pending', each, at) : each)),
      };
    case 'update_card':
    case 'end_stray':
      return {};
    default:
      return kind satisfies never;
  }
}

/** The status that a payment must have had: a cancelled one was pending, a refunded one paid, a retried one declined. Others stay. */
const FROM = { cancelled: 'pending', refunded: 'paid', pending: 'declined' } as const;

function as(status: keyof typeof FROM, payment: ShownPayment, at: Date): ShownPayment {
  return payment.status === FROM[status] ? { ...payment, status, since: at } : payment;
}
