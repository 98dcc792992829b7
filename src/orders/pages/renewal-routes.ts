import type { RequestHandler } from 'express';
import { renewedCardInputs } from '../../pages/card-fields';
import type { HiddenInput } from '../../pages/form-errors';
import { renewal } from '../../pages/renewal';
import { paths } from '../../kernel/paths';
import type { Attempt } from '../domain/order';
import { chargeableUntil } from '../use-cases/charge';
import { openAttempt } from '../use-cases/open-attempt';
import { shownBy } from './form-page';
import { shownInputs } from './shown-inputs';
import type { CheckoutRoute } from './visit';

const RENEWALS = [
  { method: 'card', path: paths.renewForm, hidden: cardInputs },
  { method: 'direct_debit', path: paths.renewDirectDebit, hidden: onlyAttempt },
  { method: 'open_banking', path: paths.renewOpenBanking, hidden: onlyAttempt },
] as const;

/** When the intent's life ends under an open page, the page asks for another, so that nothing typed is lost. */
export function renewalRoutes(
  before: readonly RequestHandler[],
  enter: CheckoutRoute['enter'],
): readonly CheckoutRoute[] {
  return RENEWALS.map(({ method, path, hidden }) => ({
    action: 'renew_form',
    method: 'post',
    path,
    before,
    enter,
    run: async ({ checkout: { payments, limits }, res, order }) => {
      const admission = limits.admission(order.id, res);
      const opened = await openAttempt(payments, order, method, { by: 'customer' }, admission);
      const { attempt } = opened;
      res.json(
        renewal({
          attemptId: attempt.id,
          chargeableUntil: chargeableUntil(attempt),
          hidden: hidden(attempt),
          shown: shownInputs(shownBy(opened)),
        }),
      );
    },
  }));
}

function cardInputs({ id, intent }: Attempt): readonly HiddenInput[] {
  return renewedCardInputs(id, intent);
}

function onlyAttempt({ id }: Attempt): readonly HiddenInput[] {
  return [{ name: 'attempt_id', value: id }];
}
