import type { Router } from 'express';
import { showBank } from '../../pages/bank-page';
import { pageRouter } from '../../pages/gates';
import { show } from '../../pages/hosted-page';
import { onlyPreviews } from '../../web/only-previews';
import { paths } from '../../kernel/paths';
import { applyTimeouts } from '../use-cases/apply-timeouts';
import { checkNow, giveUp, tryAgain } from './actions';
import { showAgreement, takeAgreement } from './agree-step';
import { showNewCard, takeNewCard } from './new-card-step';
import { pageOf, previewPage, stateOf } from './pages';
import { renewAgreement, renewNewCard } from './renewals';
import { onlyKnownRepeatPayment, repeatPaymentAt, type RepeatPaymentPages } from './repeat-payment-pages';
import { goToPlan, repeatPaymentGates, visitOf, type RepeatPaymentRoute, type Visit } from './visit';

/** The customer's pages. They need no cookie: the unguessable address is the key, and the origin check keeps other sites out. */
export function repeatPaymentPageRoutes(pages: RepeatPaymentPages): Router {
  const { readForm, sameOriginOnly, limits } = pages;
  const ours = [sameOriginOnly];
  const takesCard = [sameOriginOnly, onlyKnownRepeatPayment(pages), limits.limitCardAttempts, readForm];
  const enter = entering(pages);
  const look = looking(pages);
  const get = { method: 'get', enter } as const;
  const post = { method: 'post', before: ours, enter } as const;
  const card = { method: 'post', before: takesCard, enter } as const;
  return pageRouter(repeatPaymentGates, [
    { ...get, action: 'see', path: paths.repeatPayment, enter: look, run: see },
    { ...card, action: 'agree', path: paths.repeatPaymentCard, run: takeAgreement },
    { ...post, action: 'renew_form', path: paths.repeatPaymentRenew, run: renewAgreement },
    { ...post, action: 'try_again', path: paths.repeatPaymentRetry, run: tryAgain },
    { ...get, action: 'go_to_bank', path: paths.repeatPaymentBank, run: goToBank },
    { ...post, action: 'give_up', path: paths.repeatPaymentAbandon, run: giveUp },
    { ...post, action: 'check_now', path: paths.repeatPaymentCheck, run: checkNow },
    { ...get, action: 'ask_state', path: paths.repeatPaymentState, enter: look, run: tellState },
    { ...get, action: 'open_new_card', path: paths.repeatPaymentNewCard, run: openNewCard },
    { ...card, action: 'replace_card', path: paths.repeatPaymentNewCard, run: takeNewCard },
    { ...post, action: 'renew_new_card', path: paths.repeatPaymentNewCardRenew, run: renewNewCard },
  ]);
}

/** The repeat payment as it is kept. */
function entering(pages: RepeatPaymentPages): RepeatPaymentRoute['enter'] {
  return async (req, res) => visitOf(pages, req, res, await repeatPaymentAt(pages, req));
}

/** As it is by now; what time has decided is written down, unless nobody waits for the page. */
function looking(pages: RepeatPaymentPages): RepeatPaymentRoute['enter'] {
  return async (req, res) => {
    const repeatPayment = await repeatPaymentAt(pages, req);
    const current = onlyPreviews(req)
      ? repeatPayment
      : await applyTimeouts(pages.repeatPayments, repeatPayment, { by: 'system' });
    return visitOf(pages, req, res, current);
  };
}

async function see(visit: Visit): Promise<void> {
  const { req, res, repeatPayment, step, now, texts } = visit;
  if (step.kind !== 'agree') show(res, pageOf(texts, repeatPayment, step, now));
  else if (onlyPreviews(req)) showPreview(visit, paths.repeatPayment(repeatPayment));
  else await showAgreement(visit);
}

async function openNewCard(visit: Visit): Promise<void> {
  const { req, repeatPayment } = visit;
  if (onlyPreviews(req)) showPreview(visit, paths.repeatPaymentNewCard(repeatPayment));
  else await showNewCard(visit);
}

function goToBank(visit: Visit): void {
  const { res, repeatPayment, step, texts } = visit;
  const challenge = step.kind === 'continue_at_bank' ? step.setup.challenge : null;
  if (challenge) showBank(res, texts, challenge, paths.repeatPayment(repeatPayment));
  else goToPlan(visit);
}

function tellState({ res, repeatPayment }: Visit): void {
  res.json({ state: stateOf(repeatPayment) });
}

function showPreview({ res, texts }: Visit, address: string): void {
  show(res, previewPage(texts, address, res.context.edge.brand.name));
}
