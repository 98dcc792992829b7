import { BlinkError } from '../../blink/errors';
import { asShownFields, type RejectedForm, type ReadForm } from '../../pages/form-errors';
import { show, type HostedPage } from '../../pages/hosted-page';
import type { Texts } from '../../pages/texts/texts';
import { withTimeout } from '../../kernel/with-timeout';
import type { PageKind } from '../../web/page-policies';
import type { Attempt, Order } from '../domain/order';
import { liveAttempt } from '../domain/status';
import {
  AttemptNotReady,
  chargeableUntil,
  type AttemptToCharge,
  type ChargeOutcome,
} from '../use-cases/charge';
import { MethodNotOffered } from '../use-cases/method-form';
import { NoTriesLeft, NotPayable, openAttempt, takeUpAgain } from '../use-cases/open-attempt';
import { isAsShown, type Shown } from '../use-cases/shown';
import { noMoreTriesPage, noWayToPayPage, unavailablePage } from './pages';
import { shownFrom } from './shown-inputs';
import { goOn, goOnWhenAnswered, goToCheckout, SHOPPER_WAITS_MS, readAgain, type Visit } from './visit';
import type { PaymentMethod } from '../../payments/methods';

/** What a form is drawn from. */
export interface OpenForm extends RejectedForm {
  readonly texts: Texts;
  readonly order: Order;
  readonly attempt: Attempt;
  readonly now: Date;
}

/** What distinguishes one way to pay from another. */
export interface MethodForm<Form extends { readonly attempt_id: string }> {
  readonly method: PaymentMethod;
  readonly pageKind: PageKind;
  page(visit: Visit, open: OpenForm): HostedPage;
  /** @param attempt the one that the form is of, when it still stands ready */
  read(texts: Texts, body: unknown, attempt: Attempt | null): ReadForm<Form>;
  /** @throws AttemptNotReady */
  pay(visit: Visit, at: AttemptToCharge, shown: Shown | null, form: Form): Promise<ChargeOutcome>;
  /** What was typed, to be shown again. */
  typed(form: Form): Readonly<Record<string, string>>;
  /** Inputs beside which a problem can stand. The first gets what is said of those that the shopper cannot see. */
  readonly shownFields: readonly [string, ...string[]];
}

/** One way to pay, as the routes see it. */
export interface MethodStep {
  readonly method: PaymentMethod;
  /** Shows the form, with an intent that lives long enough to type and pay. At most two calls to Blink, none on reload. */
  show(visit: Visit, again?: RejectedForm): Promise<void>;
  /** Takes the posted form, charges once, and sends the shopper where the order says. */
  take(visit: Visit): Promise<void>;
}

export function methodStep<Form extends { readonly attempt_id: string }>(of: MethodForm<Form>): MethodStep {
  return {
    method: of.method,
    show: (visit, again = {}) => showForm(of, visit, again),
    take: (visit) => takeForm(of, visit),
  };
}

type AnyForm = { readonly attempt_id: string };

async function showForm<Form extends AnyForm>(
  of: MethodForm<Form>,
  visit: Visit,
  again: RejectedForm,
  status = 200,
): Promise<void> {
  const { checkout, res, order, texts } = visit;
  const { payments } = checkout;
  if (!order.paymentMethods.includes(of.method)) {
    goToCheckout(visit);
    return;
  }
  try {
    const admission = checkout.limits.admission(order.id, res);
    const opened = await openAttempt(payments, order, of.method, { by: 'customer' }, admission);
    const page = of.page(visit, { ...again, ...opened, texts, now: payments.clock.now() });
    show(res.status(status), page, of.pageKind);
  } catch (error) {
    if (error instanceof NotPayable) {
      goToCheckout(visit);
      return;
    }
    if (error instanceof MethodNotOffered) return hideMethod(visit, error);
    if (error instanceof NoTriesLeft) {
      show(res.status(status), noMoreTriesPage(texts, error.order));
      return;
    }
    if (!(error instanceof BlinkError)) throw error;
    payments.log.error({ orderId: order.id, method: of.method, err: error }, 'a form could not be offered');
    show(res.status(503), unavailablePage(texts, order));
  }
}

/** After a form was taken, since when the order may have moved on. */
async function showAgain<Form extends AnyForm>(
  of: MethodForm<Form>,
  visit: Visit,
  again: RejectedForm,
  status: number,
): Promise<void> {
  return showForm(of, await readAgain(visit), again, status);
}

/** A way to pay that Blink does not have, or not for this order, leaves the others. */
async function hideMethod(visit: Visit, refusal: MethodNotOffered): Promise<void> {
  const { checkout, res, order, texts } = visit;
  const { offered } = checkout.payments;
  offered.hide(refusal, order);
  const left = await offered.of(order);
  if (left.some((each) => each !== refusal.method)) goToCheckout(visit);
  else show(res.status(503), noWayToPayPage(texts, order));
}

async function takeForm<Form extends AnyForm>(of: MethodForm<Form>, visit: Visit): Promise<void> {
  const { checkout, req } = visit;
  const order = await takeUpAgain(checkout.payments, visit.order, of.method, { by: 'customer' });
  const at = { ...visit, order };
  const live = liveAttempt(order);
  if (live && live.status !== 'ready') return goOnWhenAnswered(at);
  const attempt = live?.method === of.method ? live : null;
  const read = of.read(visit.texts, req.body, attempt);
  const shown = shownFrom(req.body);
  const { again } = visit.texts.methods[of.method];
  const news = isAsShown(shown, order, of) ? null : again.not_as_shown;
  if (!read.ok) return showAgain(of, at, news ? { ...read, message: news } : read, 422);
  const typed = of.typed(read.form);
  if (attempt?.id !== read.form.attempt_id) {
    if (wasCharged(order, read.form.attempt_id)) return goOnWhenAnswered(at);
    return showAgain(of, at, { typed, message: news ?? again.out_of_date }, 409);
  }
  if (checkout.payments.clock.now() >= chargeableUntil(attempt))
    return showAgain(of, at, { typed, message: news ?? again.intent_over }, 409);
  const paying = pay(of, at, shown, read.form);
  return goOnAfter(of, at, typed, await withTimeout(SHOPPER_WAITS_MS, paying));
}

/** A form of an attempt that is over: of an old tab, or sent again by the browser. It never charges anything. */
function wasCharged(order: Order, attemptId: string): boolean {
  return order.attempts.some(({ id, chargedAt }) => id === attemptId && chargedAt !== null);
}

async function pay<Form extends AnyForm>(
  of: MethodForm<Form>,
  visit: Visit,
  shown: Shown | null,
  form: Form,
): Promise<ChargeOutcome | 'not_ready'> {
  try {
    const { order } = visit;
    const at = { orderId: order.id, attemptId: form.attempt_id, held: order };
    return await of.pay(visit, at, shown, form);
  } catch (error) {
    if (error instanceof AttemptNotReady) return 'not_ready';
    throw error;
  }
}

async function goOnAfter<Form extends AnyForm>(
  of: MethodForm<Form>,
  visit: Visit,
  typed: Readonly<Record<string, string>>,
  outcome: ChargeOutcome | 'not_ready' | 'still_waiting',
): Promise<void> {
  if (outcome === 'not_ready') return goOnWhenAnswered(visit);
  if (outcome === 'still_waiting') {
    goOn(await readAgain(visit));
    return;
  }
  if (outcome.kind === 'recorded') {
    goOn({ ...visit, order: outcome.order });
    return;
  }
  if (outcome.kind === 'invalid') {
    const errors = asShownFields(of.shownFields, outcome.fields);
    return showAgain(of, visit, { typed, errors }, 422);
  }
  if (outcome.why === 'not_enabled')
    return hideMethod(visit, new MethodNotOffered(of.method, 'everybody', 'it is not enabled'));
  const message = visit.texts.methods[of.method].again[outcome.why];
  return showAgain(of, visit, { typed, message }, outcome.why === 'not_as_shown' ? 409 : 422);
}
