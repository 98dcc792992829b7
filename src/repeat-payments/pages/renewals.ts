import { renewedCardInputs } from '../../pages/card-fields';
import { renewal } from '../../pages/renewal';
import { chargeableUntil } from '../../orders/use-cases/charge';
import { dayOf } from '../domain/days';
import { openCardUpdate } from '../use-cases/open-card-update';
import { openEnrolment } from '../use-cases/open-enrolment';
import { shownInAgreement } from './agree-page';
import { shownInNewCard } from './new-card-page';
import type { Visit } from './visit';

/** When the intent's life ends under an open form, its page asks for another, so that nothing typed is lost. */
export async function renewAgreement({ pages, res, repeatPayment: { id } }: Visit): Promise<void> {
  const { repeatPayments: deps, limits } = pages;
  const admission = limits.admission(id, res);
  const opened = await openEnrolment(deps, id, { by: 'customer' }, 'online', admission);
  const { repeatPayment, setup } = opened;
  res.json(
    renewal({
      attemptId: setup.id,
      chargeableUntil: chargeableUntil(setup),
      hidden: renewedCardInputs(setup.id, setup.intent),
      shown: shownInAgreement(repeatPayment, dayOf(deps.clock.now())),
    }),
  );
}

/** The same for the form for another card. */
export async function renewNewCard({ pages, res, repeatPayment: { id } }: Visit): Promise<void> {
  const { repeatPayments: deps, limits } = pages;
  const admission = limits.admission(id, res);
  const opened = await openCardUpdate(deps, id, { by: 'customer' }, admission);
  const { repeatPayment, cardCheck } = opened;
  res.json(
    renewal({
      attemptId: cardCheck.id,
      chargeableUntil: chargeableUntil(cardCheck),
      hidden: renewedCardInputs(cardCheck.id, cardCheck.intent),
      shown: [shownInNewCard(repeatPayment, deps.clock.now())],
    }),
  );
}
