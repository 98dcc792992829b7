import type { Operation, ShownPayment } from './repeat-payment';

/** Whether Blink said that it retries the payment, and has not shown the outcome. */
export function isBeingRetried({ id, status }: ShownPayment, moves: readonly Operation[]): boolean {
  return (
    status === 'pending' &&
    moves.some(
      (operation) =>
        operation.kind === 'retry_payment' && operation.status === 'done' && operation.paymentId === id,
    )
  );
}
