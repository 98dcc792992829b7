import type { Operation, RepeatPayment } from './repeat-payment';
import { isRunning } from './status';

/** Why a lost cancellation counts as refused: what it was to call off, Blink shows as before. */
export const NOT_CANCELLED_AT_BLINK = 'Blink shows that it goes on';

/** Cancellations that were lost before they reached Blink: whoever asked for one has to learn that what it was to end goes on. */
export function isStillRunning(repeatPayment: RepeatPayment): readonly Operation[] {
  if (!isRunning(repeatPayment)) return [];
  return repeatPayment.moves.filter(
    (move) =>
      move.status === 'refused' &&
      move.reason === NOT_CANCELLED_AT_BLINK &&
      isStillToBeEnded(move, repeatPayment),
  );
}

function isStillToBeEnded({ kind, paymentId }: Operation, { payments }: RepeatPayment): boolean {
  if (kind !== 'cancel_payment') return true;
  return payments.some(({ id, status }) => id === paymentId && status === 'pending');
}
