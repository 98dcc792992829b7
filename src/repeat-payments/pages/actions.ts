import { BlinkError } from '../../blink/errors';
import { giveUpChallenge } from '../use-cases/give-up-challenge';
import { CardsNotOffered, NotAgreeable, openEnrolment } from '../use-cases/open-enrolment';
import { askBlink } from './repeat-payment-pages';
import { goToPlan, type Visit } from './visit';

/** Where another try cannot be offered the page of the last one stays, and the reason is ours to read. */
export async function tryAgain(visit: Visit): Promise<void> {
  const { pages, res, repeatPayment } = visit;
  const { repeatPayments: deps, limits } = pages;
  const { id } = repeatPayment;
  try {
    await openEnrolment(deps, id, { by: 'customer' }, 'online', limits.admission(id, res));
  } catch (error) {
    const isExpected =
      error instanceof NotAgreeable || error instanceof CardsNotOffered || error instanceof BlinkError;
    if (!isExpected) throw error;
    deps.log.error({ repeatPaymentId: id, err: error }, 'another try could not be offered');
  }
  goToPlan(visit);
}

export async function giveUp(visit: Visit): Promise<void> {
  await giveUpChallenge(visit.pages.repeatPayments, visit.repeatPayment.id);
  goToPlan(visit);
}

export async function checkNow(visit: Visit): Promise<void> {
  await askBlink(visit.pages, visit.repeatPayment, visit.res);
  goToPlan(visit);
}
