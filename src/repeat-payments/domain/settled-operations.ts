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
 * A lost answer is made up for by reading: what Blink shows as done was done, and what it clearly shows as not done long after we asked
 * was not. A refund that is not shown may be shown later: that one is a human's.
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
  const found = unknown.flatMap((move) => {
    const verdict = verdictOn(move, schedule, readAt);
    return verdict ? [{ move, verdict }] : [];
  });
  const left = unknown.filter((move) => !found.some((each) => each.move === move));
  const goesOn = found.some(({ verdict }) => verdict === 'goes_on');
  const reasons = found
    .map(({ move }) => REVIEW_OF[move.kind])
    .filter((reason) => !left.some(({ kind }) => REVIEW_OF[kind] === reason))
    .filter((reason) => !goesOn || reason !== 'cancel_unknown');
  return [
    ...found.map(({ move, verdict }) => changeOf(move, verdict)),
    ...settled(repeatPayment, reasons, AS_BLINK_SHOWS),
    ...(goesOn && !repeatPayment.review ? flagged(repeatPayment, 'cancel_unknown', readAt) : []),
  ];
}

/** `goes_on`: what was to be called off was not. Somebody asked for it and was told that it is not known: they have to learn of it. */
type Verdict = 'done' | 'not_done' | 'goes_on';

/** A schedule that should not be there and goes on is to be ended again: ending it twice does no harm. */
function changeOf({ id: moveId, kind }: Operation, verdict: Verdict): Change {
  if (verdict === 'done') return { type: 'move_done', moveId };
  if (verdict === 'goes_on') return { type: 'move_refused', moveId, reason: NOT_CANCELLED_AT_BLINK };
  return kind === 'end_stray'
    ? { type: 'move_withdrawn', moveId }
    : { type: 'move_refused', moveId, reason: 'Blink shows that it was not done' };
}

function verdictOn(move: Operation, schedule: BlinkSchedule, readAt: Date): Verdict | null {
  const isLate = readAt >= later(move.at, CHARGE_LOST_AFTER_MS);
  const instalment = schedule.instalments.find(({ id }) => id === move.paymentId);
  const meaning = instalment && meaningOfInstalment(instalment);
  switch (move.kind) {
    case 'cancel_all':
      return cancelledAll(schedule, isLate, { completed: 'not_done', running: 'goes_on' });
    case 'end_stray':
      return cancelledAll(schedule, isLate, { completed: 'done', running: 'not_done' });
    case 'cancel_payment':
      if (meaning === 'cancelled' || isLeftOut(move, schedule)) return 'done';
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
      return move.kind satisfies never;
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

/** Where Blink gives no words it leaves out what was called off, between others that it shows. */
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
