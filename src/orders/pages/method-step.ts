import type { Request, Response } from 'express';
import { BlinkError } from '../../blink/errors';
import { SECOND } from '../../kernel/clock';
import { asShownFields, type RejectedForm, type ReadForm } from '../../pages/form-errors';
import { show, type HostedPage } from '../../pages/hosted-page';
import { withTimeout } from '../../kernel/with-timeout';
import type { PageKind } from '../../web/page-policies';
import { paths } from '../../kernel/paths';
import type { Attempt, Order } from '../domain/order';
import { liveAttempt } from '../domain/status';
import { AttemptNotReady, chargeableUntil, type ChargeOutcome } from '../use-cases/charge';
import { MethodNotOffered } from '../use-cases/method-form';
import { NoTriesLeft, NotPayable, openAttempt, takeUpAgain } from '../use-cases/open-attempt';
import { isAsShown, type Shown } from '../use-cases/shown';
import type { AttemptReference } from '../use-cases/verify';
import { orderAt, type Checkout } from './checkout';
import { noMoreTriesPage, noWayToPayPage, unavailablePage } from './pages';
import { shownFrom } from './shown-inputs';
import type { PaymentMethod } from '../../payments/methods';

/** A shopper waits so long for the bank; after that the page that checks by itself is shown and the charge goes on. */
const SHOPPER_WAITS_MS = 8 * SECOND;

/** What a form is drawn from. */
export interface OpenForm extends RejectedForm {
  readonly order: Order;
  readonly attempt: Attempt;
  readonly now: Date;
}

/** What distinguishes one way to pay from another. */
export interface MethodForm<Form extends { readonly attempt_id: string }> {
  readonly method: PaymentMethod;
  readonly pageKind: PageKind;
  page(checkout: Checkout, res: Response, open: OpenForm): HostedPage;
  /** @param attempt the one that the form is of, when it still stands ready */
  read(body: unknown, attempt: Attempt | null): ReadForm<Form>;
  /** @throws AttemptNotReady */
  pay(
    checkout: Checkout,
    req: Request,
    at: AttemptReference,
    shown: Shown | null,
    form: Form,
  ): Promise<ChargeOutcome>;
  /** What was typed, to be shown again. */
  typed(form: Form): Readonly<Record<string, string>>;
  /** Inputs beside which a problem can stand. The first gets what is said of those that the shopper cannot see. */
  readonly shownFields: readonly [string, ...string[]];
  readonly sentences: Readonly<Record<'not_as_shown' | 'out_of_date' | 'intent_over' | 'not_sent', string>>;
}

/** One way to pay, as the routes see it. */
export interface MethodStep {
  readonly method: PaymentMethod;
  /** Shows the form, with an intent that lives long enough to type and pay. At most two calls to Blink, none on reload. */
  show(checkout: Checkout, res: Response, order: Order, again?: RejectedForm): Promise<void>;
  /** Takes the posted form, charges once, and sends the shopper where the order says. */
  take(checkout: Checkout, req: Request, res: Response): Promise<void>;
}

export function methodStep<Form extends { readonly attempt_id: string }>(of: MethodForm<Form>): MethodStep {
  return {
    method: of.method,
    show: (checkout, res, order, again = {}) => showForm(of, checkout, res, order, again),
    take: (checkout, req, res) => takeForm(of, checkout, req, res),
  };
}

type AnyForm = { readonly attempt_id: string };

async function showForm<Form extends AnyForm>(
  of: MethodForm<Form>,
  checkout: Checkout,
  res: Response,
  order: Order,
  again: RejectedForm,
): Promise<void> {
  const { payments } = checkout;
  if (!order.paymentMethods.includes(of.method)) {
    res.redirect(303, paths.checkout(order));
    return;
  }
  try {
    const admission = checkout.limits.admission(order.id, res);
    const opened = await openAttempt(payments, order.id, of.method, { by: 'customer' }, admission);
    show(res, of.page(checkout, res, { ...again, ...opened, now: payments.clock.now() }), of.pageKind);
  } catch (error) {
    if (error instanceof NotPayable) {
      res.redirect(303, paths.checkout(order));
      return;
    }
    if (error instanceof MethodNotOffered) return hideMethod(checkout, res, order, error);
    if (error instanceof NoTriesLeft) {
      show(res, noMoreTriesPage(error.order));
      return;
    }
    if (!(error instanceof BlinkError)) throw error;
    payments.log.error({ orderId: order.id, method: of.method, err: error }, 'a form could not be offered');
    show(res.status(503), unavailablePage(order));
  }
}

/** A way to pay that Blink does not have, or not for this order, leaves the others. */
async function hideMethod(
  { payments }: Checkout,
  res: Response,
  order: Order,
  refusal: MethodNotOffered,
): Promise<void> {
  payments.offered.hide(refusal, order);
  const offered = await payments.offered.of(order);
  if (offered.some((each) => each !== refusal.method)) res.redirect(303, paths.checkout(order));
  else show(res.status(503), noWayToPayPage(order));
}

async function takeForm<Form extends AnyForm>(
  of: MethodForm<Form>,
  checkout: Checkout,
  req: Request,
  res: Response,
): Promise<void> {
  const found = await orderAt(checkout, req);
  const order = await takeUpAgain(checkout.payments, found, of.method, { by: 'customer' });
  const live = liveAttempt(order);
  if (live && live.status !== 'ready') return goOnWhenAnswered(checkout, res, order);
  const attempt = live?.method === of.method ? live : null;
  const read = of.read(req.body, attempt);
  const shown = shownFrom(req.body);
  const news = isAsShown(shown, order, of) ? null : of.sentences.not_as_shown;
  if (!read.ok)
    return showForm(of, checkout, res.status(422), order, news ? { ...read, message: news } : read);
  const typed = of.typed(read.form);
  if (attempt?.id !== read.form.attempt_id) {
    if (wasCharged(order, read.form.attempt_id)) return goOnWhenAnswered(checkout, res, order);
    return showForm(of, checkout, res.status(409), order, {
      typed,
      message: news ?? of.sentences.out_of_date,
    });
  }
  if (checkout.payments.clock.now() >= chargeableUntil(attempt)) {
    return showForm(of, checkout, res.status(409), order, {
      typed,
      message: news ?? of.sentences.intent_over,
    });
  }
  const paying = pay(of, checkout, req, order, shown, read.form);
  return goOnAfter(of, checkout, res, order, typed, await withTimeout(SHOPPER_WAITS_MS, paying));
}

/** A form of an attempt that is over: of an old tab, or sent again by the browser. It never charges anything. */
function wasCharged(order: Order, attemptId: string): boolean {
  return order.attempts.some(({ id, chargedAt }) => id === attemptId && chargedAt !== null);
}

async function pay<Form extends AnyForm>(
  of: MethodForm<Form>,
  checkout: Checkout,
  req: Request,
  order: Order,
  shown: Shown | null,
  form: Form,
): Promise<ChargeOutcome | 'not_ready'> {
  try {
    return await of.pay(checkout, req, { orderId: order.id, attemptId: form.attempt_id }, shown, form);
  } catch (error) {
    if (error instanceof AttemptNotReady) return 'not_ready';
    throw error;
  }
}

async function goOnAfter<Form extends AnyForm>(
  of: MethodForm<Form>,
  checkout: Checkout,
  res: Response,
  order: Order,
  typed: Readonly<Record<string, string>>,
  outcome: ChargeOutcome | 'not_ready' | 'still_waiting',
): Promise<void> {
  if (outcome === 'not_ready') return goOnWhenAnswered(checkout, res, order);
  if (outcome === 'still_waiting' || outcome.kind === 'recorded') return goOn(checkout, res, order);
  if (outcome.kind === 'invalid') {
    const errors = asShownFields(of.shownFields, outcome.fields);
    return showForm(of, checkout, res.status(422), order, { typed, errors });
  }
  if (outcome.why === 'not_enabled')
    return hideMethod(
      checkout,
      res,
      order,
      new MethodNotOffered(of.method, 'everybody', 'it is not enabled'),
    );
  const status = outcome.why === 'not_as_shown' ? 409 : 422;
  return showForm(of, checkout, res.status(status), order, { typed, message: of.sentences[outcome.why] });
}

/** Another request has the charge: its answer decides where this one goes, too. */
async function goOnWhenAnswered(checkout: Checkout, res: Response, order: Order): Promise<void> {
  await withTimeout(SHOPPER_WAITS_MS, checkout.payments.inFlight.settled(order.id));
  return goOn(checkout, res, order);
}

/** To the bank when it waits, and to the checkout address, which always knows, otherwise. */
async function goOn({ payments }: Checkout, res: Response, order: Order): Promise<void> {
  const current = (await payments.orders.find(order.id)) ?? order;
  const isChallenged = Boolean(liveAttempt(current)?.challenge);
  res.redirect(303, isChallenged ? paths.bank(order) : paths.checkout(order));
}
