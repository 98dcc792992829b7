import type { Operation, ShownPayment } from './repeat-payment';

/** Blink said that it tries this payment again, and has not shown how it went. */
export function isBeingRetried({ id, status }: ShownPayment, moves: readonly Operation[]): boolean {
  return (
    status === 'pending' &&
    moves.some((move) => move.kind === 'retry_payment' && move.status === 'done' && move.paymentId === id)
  );
}
