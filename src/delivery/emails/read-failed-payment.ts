import type { Money } from '../../kernel/money';
import { paths } from '../../kernel/paths';
import type { Day } from '../../repeat-payments/domain/days';
import { paymentsOf } from '../../repeat-payments/domain/payments-shown';
import type { RepeatPaymentStore } from '../../repeat-payments/store/store';
import { isCardReplaceable } from '../../repeat-payments/use-cases/open-card-update';

/** What the customer can be told of a payment that failed. */
export interface FailedPayment {
  readonly email: string | null;
  readonly reference: string;
  readonly amount: Money;
  readonly day: Day;
  /** What is to be taken next; null when nothing is. */
  readonly next: { readonly amount: Money; readonly day: Day } | null;
  /** Where another card can be entered; null when that would change nothing any more. */
  readonly newCardUrl: string | null;
}

/**
 * Reads what a `repeat_payment.failed` tells of, as it stands now.
 * @returns null when the payment did not stay failed, or nobody knows it any more
 */
export function readFailedPayment(store: Pick<RepeatPaymentStore, 'find'>, publicUrl: string) {
  return async (event: {
    readonly repeatPaymentId: string;
    readonly paymentId: string | null;
  }): Promise<FailedPayment | null> => {
    const repeatPayment = await store.find(event.repeatPaymentId);
    const failed = repeatPayment?.payments.find(({ id }) => String(id) === event.paymentId);
    if (!repeatPayment || failed?.status !== 'declined') return null;
    const next = paymentsOf(repeatPayment, failed.date).find(
      ({ status, date }) => status === 'pending' && date > failed.date,
    );
    return {
      email: repeatPayment.customer.email,
      reference: repeatPayment.reference,
      amount: failed.amount,
      day: failed.date,
      next: next ? { amount: next.amount, day: next.date } : null,
      newCardUrl: isCardReplaceable(repeatPayment)
        ? publicUrl + paths.repeatPaymentNewCard(repeatPayment)
        : null,
    };
  };
}
