import type { Operation, RepeatPayment } from './repeat-payment';
import { isRunning } from './status';

/** The reason of a cancellation that was lost and counts as refused: Blink shows its payments as before. */
export const NOT_CANCELLED_AT_BLINK = 'Blink shows that it goes on';

/** Cancellations that never reached Blink: whoever asked for one has to learn that the payments continue. */
export function isStillRunning(repeatPayment: RepeatPayment): readonly Operation[] {
  if (!isRunning(repeatPayment)) return [];
  return repeatPayment.moves.filter(
    (operation) =>
      operation.status === 'refused' &&
      operation.reason === NOT_CANCELLED_AT_BLINK &&
      isStillToBeEnded(operation, repeatPayment),
  );
}

function isStillToBeEnded({ kind, paymentId }: Operation, { payments }: RepeatPayment): boolean {
  if (kind !== 'cancel_payment') return true;
  return payments.some(({ id, status }) => id === paymentId && status === 'pending');
}
