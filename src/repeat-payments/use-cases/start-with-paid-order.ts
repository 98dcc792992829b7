import type { RepeatPayments } from './repeat-payments';
import type { RepeatPayment } from '../domain/repeat-payment';
import { openEnrolment } from './open-enrolment';
import { paidCardOf } from './paid-card';
import { sendEnrolment, EnrolmentNotReady } from './send-enrolment';
import type { Cause } from '../../ledger/line';

/**
 * Starts a repeat payment on the card of the paid order that it was made for, without the customer. One that was sent before is left as
 * it is, so that a repeated request starts nothing twice.
 * @returns the repeat payment, started or not: what became of it is in its setups, and where it did not start the customer can enter a card
 * @throws InvalidInput when the order's card cannot be used; Blink's errors when no intent could be had: nothing was sent then
 */
export async function startWithPaidOrder(
  deps: RepeatPayments,
  repeatPayment: RepeatPayment,
  orderId: string,
  cause: Cause,
): Promise<RepeatPayment> {
  if (repeatPayment.setups.some(({ chargedAt }) => chargedAt !== null)) return repeatPayment;
  const { transactionId } = await paidCardOf(deps.orders, orderId);
  const { setup } = await openEnrolment(deps, repeatPayment.id, cause, 'stored_card');
  const at = { repeatPaymentId: repeatPayment.id, setupId: setup.id };
  const given = {
    agreedTo: null,
    card: { kind: 'of_transaction', transactionId },
    customer: repeatPayment.customer,
  } as const;
  try {
    await sendEnrolment(deps, at, given, cause);
  } catch (error) {
    if (!(error instanceof EnrolmentNotReady)) throw error; // the same request, at the same moment, was faster
  }
  return (await deps.store.find(repeatPayment.id)) ?? repeatPayment;
}
