import { Router } from 'express';
import { BlinkError } from '../../blink/errors';
import { showBank } from '../../hosted-pages/bank-page';
import { renewedCardInputs } from '../../hosted-pages/card-fields';
import { show } from '../../hosted-pages/hosted-page';
import { renewal } from '../../hosted-pages/renewal';
import { paths } from '../../paths';
import { chargeableUntil } from '../../payments/charge';
import { dayOf } from '../schedule/days';
import type { RepeatPayment } from '../schedule/repeat-payment';
import { giveUpChallenge } from '../use-cases/give-up-challenge';
import { letTimePass } from '../use-cases/let-time-pass';
import { openCardUpdate } from '../use-cases/open-card-update';
import { CardsNotOffered, NotAgreeable, openSetup } from '../use-cases/open-setup';
import { shownInAgreement } from './agree-page';
import { showAgreement, takeAgreement } from './agree-step';
import { shownInNewCard } from './new-card-page';
import { showNewCard, takeNewCard } from './new-card-step';
import { pageOf, stateOf } from './pages';
import { askBlink, repeatPaymentAt, type RepeatPaymentPages } from './repeat-payment-pages';
import { repeatStepOf } from './repeat-step';

/** The customer's pages. They need no cookie: the unguessable address is the key, and the origin check keeps other sites out. */
export function repeatPaymentPageRoutes(pages: RepeatPaymentPages): Router {
  const { repeatPayments: deps, readForm, sameOriginOnly, limitCardAttempts } = pages;
  const router = Router();

  router.get(paths.repeatPayment.pattern, async (req, res) => {
    const { id } = await repeatPaymentAt(pages, req);
    const repeatPayment = await letTimePass(deps, id, { by: 'system' });
    const now = deps.clock.now();
    const step = repeatStepOf(repeatPayment, now);
    if (step.kind === 'agree') await showAgreement(pages, res, repeatPayment);
    else show(res, pageOf(repeatPayment, step, now));
  });

  router.post(paths.repeatPaymentCard.pattern, sameOriginOnly, limitCardAttempts, readForm, (req, res) =>
    takeAgreement(pages, req, res),
  );

  router.post(paths.repeatPaymentRenew.pattern, sameOriginOnly, async (req, res) => {
    const { id } = await repeatPaymentAt(pages, req);
    const { repeatPayment, setup } = await openSetup(deps, id, { by: 'customer' });
    res.json(
      renewal({
        attemptId: setup.id,
        chargeableUntil: chargeableUntil(setup),
        hidden: renewedCardInputs(setup.id, setup.intent),
        shown: shownInAgreement(repeatPayment, dayOf(deps.clock.now())),
      }),
    );
  });

  router.post(paths.repeatPaymentRetry.pattern, sameOriginOnly, async (req, res) => {
    const repeatPayment = await repeatPaymentAt(pages, req);
    const step = repeatStepOf(repeatPayment, deps.clock.now());
    if (step.kind === 'declined' && step.mayTryAgain) await prepareAnotherTry(pages, repeatPayment);
    res.redirect(303, paths.repeatPayment(repeatPayment));
  });

  router.get(paths.repeatPaymentBank.pattern, async (req, res) => {
    const repeatPayment = await repeatPaymentAt(pages, req);
    const step = repeatStepOf(repeatPayment, deps.clock.now());
    const challenge = step.kind === 'continue_at_bank' ? step.setup.challenge : null;
    if (challenge) showBank(res, challenge, paths.repeatPayment(repeatPayment));
    else res.redirect(303, paths.repeatPayment(repeatPayment));
  });

  router.post(paths.repeatPaymentAbandon.pattern, sameOriginOnly, async (req, res) => {
    const repeatPayment = await repeatPaymentAt(pages, req);
    await giveUpChallenge(deps, repeatPayment.id);
    res.redirect(303, paths.repeatPayment(repeatPayment));
  });

  router.post(paths.repeatPaymentCheck.pattern, sameOriginOnly, async (req, res) => {
    const repeatPayment = await repeatPaymentAt(pages, req);
    await askBlink(pages, repeatPayment);
    res.redirect(303, paths.repeatPayment(repeatPayment));
  });

  router.get(paths.repeatPaymentState.pattern, async (req, res) => {
    const { id } = await repeatPaymentAt(pages, req);
    res.json({ state: stateOf(await letTimePass(deps, id, { by: 'system' })) });
  });

  router.get(paths.repeatPaymentNewCard.pattern, async (req, res) =>
    showNewCard(pages, res, await repeatPaymentAt(pages, req)),
  );

  router.post(paths.repeatPaymentNewCard.pattern, sameOriginOnly, limitCardAttempts, readForm, (req, res) =>
    takeNewCard(pages, req, res),
  );

  router.post(paths.repeatPaymentNewCardRenew.pattern, sameOriginOnly, async (req, res) => {
    const { id } = await repeatPaymentAt(pages, req);
    const { repeatPayment, cardCheck } = await openCardUpdate(deps, id, { by: 'customer' });
    res.json(
      renewal({
        attemptId: cardCheck.id,
        chargeableUntil: chargeableUntil(cardCheck),
        hidden: renewedCardInputs(cardCheck.id, cardCheck.intent),
        shown: [shownInNewCard(repeatPayment, deps.clock.now())],
      }),
    );
  });

  return router;
}

/** Where another try cannot be offered the page of the last one stays, and the reason is ours to read. */
async function prepareAnotherTry(
  { repeatPayments: deps }: RepeatPaymentPages,
  { id }: RepeatPayment,
): Promise<void> {
  try {
    await openSetup(deps, id, { by: 'customer' });
  } catch (error) {
    const isExpected =
      error instanceof NotAgreeable || error instanceof CardsNotOffered || error instanceof BlinkError;
    if (!isExpected) throw error;
    deps.log.error({ repeatPaymentId: id, err: error }, 'another try could not be offered');
  }
}
