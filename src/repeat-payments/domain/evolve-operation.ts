import { dayOf } from './days';
import type { OperationChange } from './history';
import type { Operation, OperationKind, RepeatPayment, ShownPayment } from './repeat-payment';
import { isRunning } from './status';
import { isBeingRetried } from './pending-retries';

/** What Blink was asked to do: asked once, answered or not. @throws Error when it was settled before */
export function evolveOperations(
  before: RepeatPayment,
  change: OperationChange,
  at: Date,
): Partial<RepeatPayment> {
  if (change.type === 'move_claimed') {
    return { moves: [...before.moves, claimed(change, at)], ...formUsed(before, change.kind, true) };
  }
  const move = before.moves.find(({ id }) => id === change.moveId);
  if (!move || (move.status !== 'claimed' && move.status !== 'unknown'))
    throw new Error('A move is settled once');
  const settled = { ...move, ...outcomeOf(change) };
  return {
    moves: before.moves.map((each) => (each.id === move.id ? settled : each)),
    ...(change.type === 'move_done' ? consequences(before, move, at) : {}),
    ...((change.type === 'move_refused' || change.type === 'move_withdrawn') && isNewest(before, move)
      ? formUsed(before, move.kind, false)
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

/** What becomes of an earlier card says nothing about the form that gave the one after it. */
function isNewest({ moves }: RepeatPayment, { id, kind }: Operation): boolean {
  return moves.findLast((each) => each.kind === kind)?.id === id;
}

/** A form gives one card to Blink; one that was not taken may be followed by another. */
function formUsed(
  { cardCheck }: RepeatPayment,
  kind: OperationKind,
  isUsed: boolean,
): Partial<RepeatPayment> {
  return kind === 'update_card' && cardCheck ? { cardCheck: { ...cardCheck, isUsed } } : {};
}

/**
 * Blink said that it did it. What it only shows stays open until it is read: how a retried payment went, also when the rest is called off
 * meanwhile, and whether a payment whose day had come was taken before that.
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

/** What is called off was still to come, what is given back had been taken, what is tried again had not: all else stays as it is. */
const FROM = { cancelled: 'pending', refunded: 'paid', pending: 'declined' } as const;

function as(status: keyof typeof FROM, payment: ShownPayment, at: Date): ShownPayment {
  return payment.status === FROM[status] ? { ...payment, status, since: at } : payment;
}
