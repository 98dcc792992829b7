import type { RepeatPayments, EnrolmentReference } from './repeat-payments';
import { sendEnrolment, type EnrolmentOutcome } from './send-enrolment';
import type { Cause } from '../../ledger/line';
import type { CardDetails } from '../../payments/card-details';

/**
 * Staff enter the card that the customer reads out by telephone: no bank asks, and the schedule starts at once. The enrolment is one that
 * was opened for the telephone.
 * @throws EnrolmentNotReady when another request has this enrolment already, or it is over
 */
export function startByPhone(
  deps: RepeatPayments,
  at: EnrolmentReference,
  { paymentToken, payer }: Omit<CardDetails, 'browser'>,
  cause: Cause,
): Promise<EnrolmentOutcome> {
  return sendEnrolment(
    deps,
    at,
    { agreedTo: null, card: { kind: 'by_phone', paymentToken }, customer: payer },
    cause,
  );
}
