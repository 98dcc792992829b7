import { BlinkError } from '../../blink/errors';
import { paths } from '../../kernel/paths';
import type { PaymentMethod } from '../../payments/methods';
import { liveAttempt } from '../domain/status';
import { giveUpChallenge } from '../use-cases/give-up-challenge';
import { MethodNotOffered } from '../use-cases/method-form';
import { openAttempt } from '../use-cases/open-attempt';
import { refreshOrder } from '../use-cases/refresh-order';
import { mayLook } from './checkout';
import { methodPath } from './method-paths';
import { goToCheckout, type Visit } from './visit';

/** After a refusal, in the same way: the next form stands ready when its page is asked for. */
export async function tryAgain(visit: Visit): Promise<void> {
  const { res, order, step } = visit;
  if (step.kind !== 'declined') {
    goToCheckout(visit);
    return;
  }
  const { method } = step.attempt;
  await prepareAnotherTry(visit, method);
  res.redirect(303, order.paymentMethods.length > 1 ? methodPath[method](order) : paths.checkout(order));
}

async function prepareAnotherTry({ checkout, res, order }: Visit, method: PaymentMethod): Promise<void> {
  const { payments, limits } = checkout;
  try {
    await openAttempt(payments, order, method, { by: 'customer' }, limits.admission(order.id, res));
  } catch (error) {
    if (!(error instanceof BlinkError || error instanceof MethodNotOffered)) throw error;
    payments.log.error({ orderId: order.id, err: error }, 'another try could not be offered');
  }
}

/** Leaves the bank for another try. What Blink knows by now is asked first: the bank may have approved. */
export async function giveUp(visit: Visit): Promise<void> {
  const { checkout, res, order } = visit;
  const isKnownAtBlink = liveAttempt(order)?.status === 'pending';
  if (isKnownAtBlink && (await mayLook(checkout, order.id, res))) await askBlink(visit);
  await giveUpChallenge(checkout.payments, order.id);
  goToCheckout(visit);
}

export async function checkNow(visit: Visit): Promise<void> {
  const { checkout, res, order } = visit;
  if (await mayLook(checkout, order.id, res)) await askBlink(visit);
  goToCheckout(visit);
}

/** Where Blink cannot be reached the shopper sees the same page again; the reason is ours to read. */
async function askBlink({ checkout: { payments }, order }: Visit): Promise<void> {
  try {
    await refreshOrder(payments, order.id, { by: 'customer' });
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    payments.log.warn({ orderId: order.id, err: error }, 'a payment could not be checked now');
  }
}
