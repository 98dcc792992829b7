import { Router, type Request, type Response } from 'express';
import { BlinkError } from '../../blink/errors';
import { showBank } from '../../pages/bank-page';
import { renewedCardInputs } from '../../pages/card-fields';
import { show } from '../../pages/hosted-page';
import { renewal } from '../../pages/renewal';
import { onlyPreviews } from '../../web/only-previews';
import { paths } from '../../kernel/paths';
import { chargeableUntil } from '../../orders/use-cases/charge';
import { dayOf } from '../domain/days';
import type { RepeatPayment } from '../domain/repeat-payment';
import { giveUpChallenge } from '../use-cases/give-up-challenge';
import { applyTimeouts } from '../use-cases/apply-timeouts';
import { openCardUpdate } from '../use-cases/open-card-update';
import { CardsNotOffered, NotAgreeable, openEnrolment } from '../use-cases/open-enrolment';
import { shownInAgreement } from './agree-page';
import { showAgreement, takeAgreement } from './agree-step';
import { shownInNewCard } from './new-card-page';
import { showNewCard, takeNewCard } from './new-card-step';
import { pageOf, previewPage, stateOf } from './pages';
import {
  askBlink,
  onlyKnownRepeatPayment,
  repeatPaymentAt,
  type RepeatPaymentPages,
} from './repeat-payment-pages';
import { repeatStepOf } from './repeat-step';

/** The customer's pages. They need no cookie: the unguessable address is the key, and the origin check keeps other sites out. */
export function repeatPaymentPageRoutes(pages: RepeatPaymentPages): Router {
  const { repeatPayments: deps, readForm, sameOriginOnly, limits } = pages;
  const takesCard = [sameOriginOnly, onlyKnownRepeatPayment(pages), limits.limitCardAttempts, readForm];
  const router = Router();

  router.get(paths.repeatPayment.pattern, async (req, res) => {
    const repeatPayment = await shownAt(pages, req);
    const now = deps.clock.now();
    const step = repeatStepOf(repeatPayment, now);
    if (step.kind !== 'agree') show(res, pageOf(repeatPayment, step, now));
    else if (onlyPreviews(req)) showPreview(res, paths.repeatPayment(repeatPayment));
    else await showAgreement(pages, res, repeatPayment);
  });

  router.post(paths.repeatPaymentCard.pattern, ...takesCard, (req, res) => takeAgreement(pages, req, res));

  router.post(paths.repeatPaymentRenew.pattern, sameOriginOnly, async (req, res) => {
    const { id } = await repeatPaymentAt(pages, req);
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
  });

  router.post(paths.repeatPaymentRetry.pattern, sameOriginOnly, async (req, res) => {
    const repeatPayment = await repeatPaymentAt(pages, req);
    const step = repeatStepOf(repeatPayment, deps.clock.now());
    if (step.kind === 'declined' && step.mayTryAgain) await prepareAnotherTry(pages, res, repeatPayment);
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
    await askBlink(pages, repeatPayment, res);
    res.redirect(303, paths.repeatPayment(repeatPayment));
  });

  router.get(paths.repeatPaymentState.pattern, async (req, res) => {
    res.json({ state: stateOf(await shownAt(pages, req)) });
  });

  router.get(paths.repeatPaymentNewCard.pattern, async (req, res) => {
    const repeatPayment = await repeatPaymentAt(pages, req);
    if (onlyPreviews(req)) showPreview(res, paths.repeatPaymentNewCard(repeatPayment));
    else await showNewCard(pages, res, repeatPayment);
  });

  router.post(paths.repeatPaymentNewCard.pattern, ...takesCard, (req, res) => takeNewCard(pages, req, res));

  router.post(paths.repeatPaymentNewCardRenew.pattern, sameOriginOnly, async (req, res) => {
    const { id } = await repeatPaymentAt(pages, req);
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
  });

  return router;
}

/** As it is by now; what time has decided is written down, unless nobody waits for the page. */
async function shownAt(pages: RepeatPaymentPages, req: Request): Promise<RepeatPayment> {
  const repeatPayment = await repeatPaymentAt(pages, req);
  if (onlyPreviews(req)) return repeatPayment;
  return applyTimeouts(pages.repeatPayments, repeatPayment.id, { by: 'system' });
}

function showPreview(res: Response, address: string): void {
  show(res, previewPage(address, res.context.edge.brand.name));
}

/** Where another try cannot be offered the page of the last one stays, and the reason is ours to read. */
async function prepareAnotherTry(
  { repeatPayments: deps, limits }: RepeatPaymentPages,
  res: Response,
  { id }: RepeatPayment,
): Promise<void> {
  try {
    await openEnrolment(deps, id, { by: 'customer' }, 'online', limits.admission(id, res));
  } catch (error) {
    const isExpected =
      error instanceof NotAgreeable || error instanceof CardsNotOffered || error instanceof BlinkError;
    if (!isExpected) throw error;
    deps.log.error({ repeatPaymentId: id, err: error }, 'another try could not be offered');
  }
}
