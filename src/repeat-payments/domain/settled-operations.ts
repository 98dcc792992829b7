import type { BlinkSchedule } from '../../blink/schedules/repeat-payment';
import { meaningOfInstalment, meaningOfSchedule } from '../../blink/schedules/schedule-statuses';
import { later } from '../../kernel/clock';
import { CHARGE_LOST_AFTER_MS } from '../../orders/domain/timeouts';
import { NOT_CANCELLED_AT_BLINK } from './failed-cancellations';
import type { Change } from './history';
import type { Operation, RepeatPayment } from './repeat-payment';
import { flagged, settled } from './review-changes';
import { sameKey } from './orphan-schedules';
import { REVIEW_OF } from './time-decisions';

const AS_BLINK_SHOWS = 'Blink shows what became of it';

/**
 * Settles operations whose answer was lost by reading the schedule: what Blink shows as done was done, and what it clearly shows as not done
 * long after we asked was not. A refund that is not shown may be shown later, so a human settles that.
 * @param readAt when the read was begun
 */
export function settledOperations(
  schedule: BlinkSchedule,
  repeatPayment: RepeatPayment,
  readAt: Date,
): readonly Change[] {
  const unknown = repeatPayment.moves.filter(
    ({ status, key }) => status === 'unknown' && sameKey(key, schedule.key),
  );
  const found = unknown.flatMap((operation) => {
    const verdict = verdictOn(operation, schedule, readAt);
    return verdict ? [{ operation, verdict }] : [];
  });
  const left = unknown.filter((operation) => !found.some((each) => each.operation === operation));
  const goesOn = found.some(({ verdict }) => verdict === 'goes_on');
  const reasons = found
    .map(({ operation }) => REVIEW_OF[operation.kind])
    .filter((reason) => !left.some(({ kind }) => REVIEW_OF[kind] === reason))
    .filter((reason) => !goesOn || reason !== 'cancel_unknown');
  return [
    ...found.map(({ operation, verdict }) => changeOf(operation, verdict)),
    ...settled(repeatPayment, reasons, AS_BLINK_SHOWS),
    ...(goesOn && !repeatPayment.review ? flagged(repeatPayment, 'cancel_unknown', readAt) : []),
  ];
}

/** `goes_on` when a cancellation was not done: its caller was told that the outcome is unknown, and has to learn that payments continue. */
type Verdict = 'done' | 'not_done' | 'goes_on';

/** An orphan schedule that still runs is to be ended again: ending it twice does no harm. */
function changeOf({ id: moveId, kind }: Operation, verdict: Verdict): Change {
  if (verdict === 'done') return { type: 'move_done', moveId };
  if (verdict === 'goes_on') return { type: 'move_refused', moveId, reason: NOT_CANCELLED_AT_BLINK };
  return kind === 'end_stray'
    ? { type: 'move_withdrawn', moveId }
    : { type: 'move_refused', moveId, reason: 'Blink shows that it was not done' };
}

function verdictOn(operation: Operation, schedule: BlinkSchedule, readAt: Date): Verdict | null {
  const isLate = readAt >= later(operation.at, CHARGE_LOST_AFTER_MS);
  const instalment = schedule.instalments.find(({ id }) => id === operation.paymentId);
  const meaning = instalment && meaningOfInstalment(instalment);
  switch (operation.kind) {
    case 'cancel_all':
      return cancelledAll(schedule, isLate, { completed: 'not_done', running: 'goes_on' });
    case 'end_stray':
      return cancelledAll(schedule, isLate, { completed: 'done', running: 'not_done' });
    case 'cancel_payment':
      if (meaning === 'cancelled' || isLeftOut(operation, schedule)) return 'done';
      if (meaning === 'paid' || meaning === 'declined') return 'not_done';
      return meaning === 'pending' && isLate ? 'goes_on' : null;
    case 'refund_payment':
      return meaning === 'refunded' ? 'done' : null;
    case 'retry_payment':
      if (meaning === 'paid' || meaning === 'refunded') return 'done';
      return (meaning === 'declined' || meaning === 'pending') && isLate ? 'not_done' : null;
    case 'update_card':
      return null;
    default:
      return operation.kind satisfies never;
  }
}

function cancelledAll(
  { status }: BlinkSchedule,
  isLate: boolean,
  when: { readonly completed: Verdict; readonly running: Verdict },
): Verdict | null {
  const meaning = meaningOfSchedule(status);
  if (meaning === 'cancelled') return 'done';
  if (meaning === 'completed') return when.completed;
  return isLate && (meaning === 'active' || meaning === 'pending') ? when.running : null;
}

/** Whether the payment is missing between others: answers without status words leave cancelled payments out. */
function isLeftOut({ paymentId }: Operation, { instalments, unreadable }: BlinkSchedule): boolean {
  const ids = instalments.map(({ id }) => id);
  return (
    paymentId !== null &&
    !unreadable.includes(paymentId) &&
    !unreadable.includes(null) &&
    !ids.includes(paymentId) &&
    ids.some((id) => id < paymentId) &&
    ids.some((id) => id > paymentId)
  );
}
