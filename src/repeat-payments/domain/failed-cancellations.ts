import type { Move, RepeatPayment } from './repeat-payment';
import { isRunning } from './status';

/** Why a lost cancellation counts as refused: what it was to call off, Blink shows as before. */
export const GOES_ON = 'Blink shows that it goes on';

/** Cancellations that were lost before they reached Blink: whoever asked for one has to learn that what it was to end goes on. */
export function goesOnAllTheSame(repeatPayment: RepeatPayment): readonly Move[] {
  if (!isRunning(repeatPayment)) return [];
  return repeatPayment.moves.filter(
    (move) => move.status === 'refused' && move.reason === GOES_ON && isStillToBeEnded(move, repeatPayment),
  );
}

function isStillToBeEnded({ kind, paymentId }: Move, { payments }: RepeatPayment): boolean {
  if (kind !== 'cancel_payment') return true;
  return payments.some(({ id, status }) => id === paymentId && status === 'pending');
}
