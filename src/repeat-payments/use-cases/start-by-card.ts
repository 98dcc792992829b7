import type { RepeatPayments, SetupReference } from './repeat-payments';
import { sendSetup, type SetupOutcome } from './send-enrolment';
import type { CardDetails } from '../../payments/card-details';

/**
 * The customer has read the plan, entered the card and agreed: the bank may want to see them before it starts.
 * @param agreedTo what the page showed, by `agreementOn`
 * @throws SetupNotReady when another request has this setup already, or it is over
 */
export function startByCard(
  deps: RepeatPayments,
  at: SetupReference,
  agreedTo: string,
  { paymentToken, payer, browser }: CardDetails,
): Promise<SetupOutcome> {
  const card = { kind: 'customer_present', paymentToken, browser } as const;
  return sendSetup(deps, at, { agreedTo, card, customer: payer }, { by: 'customer' });
}
