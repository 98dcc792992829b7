import type { Request, Response } from 'express';
import type { Gate, PageRoute } from '../../pages/gates';
import { DEFAULT_LOCALE, textsIn, type Texts } from '../../pages/texts/texts';
import { withTimeout } from '../../kernel/with-timeout';
import { SECOND } from '../../kernel/clock';
import { paths } from '../../kernel/paths';
import type { Order } from '../domain/order';
import { liveAttempt } from '../domain/status';
import { knownOrder } from '../store/change-order';
import { NotPayable } from '../use-cases/open-attempt';
import type { Checkout } from './checkout';
import { checkoutStepOf, type CheckoutStep } from './checkout-step';
import { CHECKOUT_GATES, type CheckoutAction, type InsteadAtCheckout } from './gates';

/** A shopper waits so long for the bank; after that the page that checks by itself is shown and the charge goes on. */
export const SHOPPER_WAITS_MS = 8 * SECOND;

/** A shopper at one of the pages of an order. */
export interface Visit {
  readonly checkout: Checkout;
  readonly req: Request;
  readonly res: Response;
  readonly order: Order;
  readonly step: CheckoutStep;
  /** Every page is begun here, and so is its language. */
  readonly texts: Texts;
}

export type CheckoutRoute = PageRoute<CheckoutAction, Visit>;

export function visitOf(checkout: Checkout, req: Request, res: Response, order: Order): Visit {
  return { checkout, req, res, order, step: checkoutStepOf(order), texts: textsIn(DEFAULT_LOCALE) };
}

/** Where something was waited for since the order was read, and nothing was written that would prove it to be the latest. */
export async function readAgain(visit: Visit): Promise<Visit> {
  const { checkout, req, res, order } = visit;
  return visitOf(checkout, req, res, await knownOrder(checkout.payments, order.id));
}

export function goToCheckout({ res, order }: Pick<Visit, 'res' | 'order'>): void {
  res.redirect(303, paths.checkout(order));
}

/** Another request has the charge: its answer decides where this one goes, too. */
export async function goOnWhenAnswered(visit: Visit): Promise<void> {
  const { checkout, order } = visit;
  await withTimeout(SHOPPER_WAITS_MS, checkout.payments.inFlight.settled(order.id));
  goOn(await readAgain(visit));
}

/** To the bank when it waits, and to the checkout address, which always knows, otherwise. */
export function goOn({ res, order }: Pick<Visit, 'res' | 'order'>): void {
  const isChallenged = Boolean(liveAttempt(order)?.challenge);
  res.redirect(303, isChallenged ? paths.bank(order) : paths.checkout(order));
}

const INSTEAD: Readonly<Record<InsteadAtCheckout, (visit: Visit) => void | Promise<void>>> = {
  checkout: goToCheckout,
  outcome_of_charge: goOnWhenAnswered,
  not_payable: () => {
    throw new NotPayable();
  },
};

const TABLE: Readonly<Record<CheckoutAction, Gate<CheckoutStep['kind'], InsteadAtCheckout>>> = CHECKOUT_GATES;

export const checkoutGates = { table: TABLE, instead: INSTEAD };
