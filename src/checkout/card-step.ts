import type { Request, Response } from 'express';
import { BlinkError } from '../blink/errors';
import { SECOND } from '../clock';
import type { FieldError } from '../errors';
import { paths } from '../paths';
import type { Attempt, Order } from '../orders/order';
import { liveAttempt } from '../orders/status';
import { AttemptNotReady, chargeableUntil, type ChargeOutcome } from '../payments/charge';
import { NotPayable, openAttempt } from '../payments/open-attempt';
import { payByCard } from '../payments/pay-by-card';
import { readCardForm, type CardForm, type TypedByShopper } from './card-form';
import { orderAt, type Checkout } from './checkout';
import { cardPage, unavailablePage } from './pages';
import { shopperBrowser } from './shopper-browser';
import { show } from './show';
import { within } from './within';

/** A shopper waits so long for the bank; after that the page that checks by itself is shown and the charge goes on. */
const SHOPPER_WAITS_MS = 8 * SECOND;

interface FormAgain {
  readonly typed?: TypedByShopper;
  readonly errors?: readonly FieldError[];
  readonly message?: string;
}

const SENTENCE = {
  out_of_date: 'This page was out of date, so nothing was charged. Please enter your card once more.',
  intent_over: 'This page had run out, so nothing was charged. Please enter your card once more.',
  not_sent:
    'We could not reach the payment service. Nothing was charged. Please enter your card and try again.',
} as const;

/** Shows the card form, with an intent that lives long enough to type and pay. At most two calls to Blink, none on reload. */
export async function showCardForm(
  checkout: Checkout,
  res: Response,
  order: Order,
  again: FormAgain = {},
): Promise<void> {
  const { payments } = checkout;
  try {
    const opened = await openAttempt(payments, order.id, 'card', { by: 'customer' });
    const options = { ...again, now: payments.clock.now(), scripts: scriptsOf(checkout, res) };
    show(res, cardPage(opened.order, opened.attempt, options), 'card');
  } catch (error) {
    if (error instanceof NotPayable) {
      res.redirect(303, paths.checkout(order));
      return;
    }
    if (!(error instanceof BlinkError)) throw error;
    payments.log.error({ orderId: order.id, err: error }, 'the card form could not be offered');
    show(res.status(503), unavailablePage(order));
  }
}

/** In the order in which they must run: Blink's script needs jQuery, ours needs Blink's. */
function scriptsOf({ hostedFieldsScript }: Checkout, res: Response): readonly string[] {
  const { assets } = res.context.edge;
  return [assets['jquery-3.7.1.min.js'] ?? '', hostedFieldsScript, assets['checkout.js'] ?? ''];
}

/** Takes the posted card form, charges once, and sends the shopper where the order says. */
export async function takeCardForm(checkout: Checkout, req: Request, res: Response): Promise<void> {
  const order = await orderAt(checkout, req);
  const attempt = liveAttempt(order);
  if (attempt && attempt.status !== 'ready') return goOnWhenAnswered(checkout, res, order);
  const read = readCardForm(req.body, asksAddress(attempt));
  if (!read.ok) return showCardForm(checkout, res.status(422), order, read);
  if (attempt?.id !== read.form.attempt_id) return refuseStale(checkout, res, order, read.form);
  if (checkout.payments.clock.now() >= chargeableUntil(attempt)) {
    return showCardForm(checkout, res.status(409), order, {
      typed: read.form,
      message: SENTENCE.intent_over,
    });
  }
  const outcome = await within(SHOPPER_WAITS_MS, chargeCard(checkout, req, order, read.form));
  if (outcome === 'not_ready') return goOnWhenAnswered(checkout, res, order);
  if (outcome === 'still_waiting' || outcome.kind === 'recorded') return goOn(checkout, res, order);
  const why =
    outcome.kind === 'invalid' ? { errors: asOurFields(outcome.fields) } : { message: SENTENCE[outcome.why] };
  return showCardForm(checkout, res.status(422), order, { typed: read.form, ...why });
}

/** A form of an attempt that is over: of an old tab, or sent again by the browser. It never charges anything. */
async function refuseStale(checkout: Checkout, res: Response, order: Order, form: CardForm): Promise<void> {
  const isOver = order.attempts.some(({ id, chargedAt }) => id === form.attempt_id && chargedAt !== null);
  if (isOver) return goOnWhenAnswered(checkout, res, order);
  return showCardForm(checkout, res.status(409), order, { typed: form, message: SENTENCE.out_of_date });
}

function chargeCard(
  { payments }: Checkout,
  req: Request,
  order: Order,
  form: CardForm,
): Promise<ChargeOutcome | 'not_ready'> {
  const charged = payByCard(
    payments,
    { orderId: order.id, attemptId: form.attempt_id },
    {
      paymentToken: form.paymentToken,
      payer: {
        name: form.customer_name,
        email: form.customer_email,
        address: form.customer_address || null,
        postcode: form.customer_postcode || null,
      },
      browser: shopperBrowser(req, form),
    },
  );
  return charged.catch((error: unknown) => {
    if (error instanceof AttemptNotReady) return 'not_ready';
    throw error;
  });
}

/** Another request has the charge: its answer decides where this one goes, too. */
async function goOnWhenAnswered(checkout: Checkout, res: Response, order: Order): Promise<void> {
  await within(SHOPPER_WAITS_MS, checkout.payments.inFlight.settled(order.id));
  return goOn(checkout, res, order);
}

/** To the bank when it waits, and to the checkout address, which always knows, otherwise. */
async function goOn({ payments }: Checkout, res: Response, order: Order): Promise<void> {
  const current = (await payments.orders.find(order.id)) ?? order;
  const isChallenged = liveAttempt(current)?.status === 'challenged';
  res.redirect(303, isChallenged ? paths.bank(order) : paths.checkout(order));
}

function asksAddress(attempt: Attempt | null): boolean {
  return attempt?.intent.cardForm?.textFields.includes('customer_address') ?? false;
}

const SHOWN_FIELDS = [
  'customer_name',
  'customer_email',
  'customer_address',
  'customer_postcode',
  'paymentToken',
];

/** What Blink says of a field stands beside it; what it says of a field that the shopper cannot see stands above the form. */
function asOurFields(fields: readonly FieldError[]): readonly FieldError[] {
  return fields.map((each) =>
    SHOWN_FIELDS.includes(each.field) ? each : { field: 'paymentToken', message: each.message },
  );
}
