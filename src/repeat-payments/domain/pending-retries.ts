import type { Move, ShownPayment } from './repeat-payment';

/** Blink said that it tries this payment again, and has not shown how it went. */
export function isTriedAgain({ id, status }: ShownPayment, moves: readonly Move[]): boolean {
  return (
    status === 'pending' &&
    moves.some((move) => move.kind === 'retry_payment' && move.status === 'done' && move.paymentId === id)
  );
}
