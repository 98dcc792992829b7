import type { RepeatPayments, EnrolmentReference } from './repeat-payments';
import { sendEnrolment, type EnrolmentOutcome } from './send-enrolment';
import type { CardDetails } from '../../payments/card-details';

/**
 * The customer has read the plan, entered the card and agreed: the bank may want to see them before it starts.
 * @param agreedTo what the page showed, by `agreementOn`
 * @throws EnrolmentNotReady when another request has this enrolment already, or it is over
 */
export function startByCard(
  deps: RepeatPayments,
  at: EnrolmentReference,
  agreedTo: string,
  { paymentToken, payer, browser }: CardDetails,
): Promise<EnrolmentOutcome> {
  const card = { kind: 'customer_present', paymentToken, browser } as const;
  return sendEnrolment(deps, at, { agreedTo, card, customer: payer }, { by: 'customer' });
}
