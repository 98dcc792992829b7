import type { FieldError } from '../errors';
import { formatMoney } from '../money';
import type { Attempt, Challenge, Order } from '../orders/order';
import { chargeableUntil, hasTriesLeft } from '../payments/charge';
import { paths } from '../paths';
import type { CheckoutStep } from './checkout-step';
import type { TypedByShopper } from './card-form';
import { receiptOf } from './receipt';

/** A view and the one object it prints: everything is formatted, nothing is left to decide. */
export interface CheckoutPage {
  readonly view: string;
  readonly page: { readonly title: string } & Readonly<Record<string, unknown>>;
}

export function declinedPage(order: Order, attempt: Attempt): CheckoutPage {
  return {
    view: 'checkout/declined',
    page: {
      title: 'Card declined',
      order: orderLines(order),
      reason: attempt.declineReason,
      retryAction: hasTriesLeft(order) ? paths.tryAgain(order) : null,
      cancelUrl: backToShop(order),
    },
  };
}

export function continueAtBankPage(order: Order): CheckoutPage {
  return {
    view: 'checkout/continue-at-bank',
    page: {
      title: 'Continue at your bank',
      order: orderLines(order),
      continueHref: paths.bank(order),
      giveUpAction: paths.giveUpChallenge(order),
    },
  };
}

export function beingCheckedPage(order: Order): CheckoutPage {
  return {
    view: 'checkout/being-checked',
    page: {
      title: 'Checking your payment',
      heading: 'We are checking your payment',
      text: 'Your bank has not told us the result yet. Please do not pay again: this page shows the result as soon as it is there, and you can come back to it at any time.',
      checkAction: paths.checkNow(order),
      stateUrl: paths.checkoutState(order),
      state: stateOf(order),
    },
  };
}

/** Differs whenever the order has changed, and says nothing else. */
export function stateOf(order: Order): string {
  return String(order.version);
}

export function receiptPage(order: Order): CheckoutPage {
  return { view: 'checkout/receipt', page: { ...receiptOf(order), continueHref: successHref(order) } };
}

export function closedPage(order: Order, step: 'cancelled' | 'expired'): CheckoutPage {
  const heading = step === 'cancelled' ? 'This order was cancelled' : 'This order has expired';
  const back = backToShop(order);
  return messagePage({
    heading,
    paragraphs: ['Nothing was taken for it.', 'To buy it after all, please start again at the shop.'],
    links: back ? [{ label: 'Return to the shop', href: back }] : [],
  });
}

export const NOT_FOUND_PAGE = messagePage({
  heading: 'There is no payment at this address',
  paragraphs: ['Check that the whole address was copied. If it was, please ask the shop for a new one.'],
  links: [],
});

export function unavailablePage(order: Order): CheckoutPage {
  return messagePage({
    heading: 'Paying is not possible just now',
    paragraphs: ['We could not reach the payment service. Nothing was taken. Please try again in a moment.'],
    links: [{ label: 'Try again', href: paths.checkout(order) }],
  });
}

interface Message {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

export function messagePage(message: Message): CheckoutPage {
  return { view: 'checkout/message', page: { title: message.heading, tone: 'neutral', ...message } };
}

export function bankPage(challenge: Extract<Challenge, { kind: 'form' }>): CheckoutPage {
  return {
    view: 'checkout/bank',
    page: { title: 'Going to your bank', action: challenge.action, fields: challenge.fields },
  };
}

export interface CardPageOptions {
  readonly typed?: TypedByShopper | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  /** What happened to the last try, in a sentence. */
  readonly message?: string | undefined;
  readonly now: Date;
  readonly scripts: readonly string[];
}

const HOSTED_LABEL: Readonly<Record<string, string>> = {
  cardNumber: 'Card number',
  cardExpiryDate: 'Expiry date',
  cardCVV: 'Security code',
};

export function cardPage(order: Order, attempt: Attempt, options: CardPageOptions): CheckoutPage {
  const { errors = [], typed, now } = options;
  const asked = attempt.intent.cardForm?.textFields ?? [];
  const error = (name: string): string | null => errors.find(({ field }) => field === name)?.message ?? null;
  const field = (name: keyof TypedByShopper, known: string | null) => ({
    value: typed?.[name] ?? known ?? '',
    error: error(name),
  });
  const sentence =
    options.message ??
    error('paymentToken') ??
    (errors.length > 0 ? 'Please check what is marked below.' : null);
  return {
    view: 'checkout/card',
    page: {
      title: 'Pay by card',
      order: orderLines(order),
      action: paths.payByCard(order),
      formId: 'card-form',
      hidden: hiddenInputs(attempt),
      fields: {
        name: field('customer_name', order.customer.name),
        email: field('customer_email', order.customer.email),
        address: asked.includes('customer_address')
          ? field('customer_address', order.customer.address)
          : null,
        postcode: asked.includes('customer_postcode')
          ? field('customer_postcode', order.customer.postcode)
          : null,
      },
      hostedFields: (attempt.intent.cardForm?.hostedFields ?? []).map(({ type, placeholder }) => ({
        type: `hostedfield:${type}`,
        id: `card-${type}`,
        label: HOSTED_LABEL[type] ?? type,
        placeholder,
      })),
      message: sentence ? { kind: 'error', text: sentence } : null,
      expiresAt: chargeableUntil(attempt).toISOString(),
      renderedAt: now.toISOString(),
      renewUrl: paths.renewForm(order),
      reloadHref: paths.checkout(order),
      cancelUrl: backToShop(order),
      otherWaysHref: null,
      scripts: options.scripts.map((src) => ({ src })),
    },
  };
}

/** The hidden inputs of Blink's card element under their own names, with values that are ours. */
export function hiddenInputs(attempt: Attempt): readonly { readonly name: string; readonly value: string }[] {
  const { intent } = attempt;
  const values = {
    attempt_id: attempt.id,
    merchantID: intent.merchantId,
    payment_intent: intent.reference,
    resource: 'creditcards',
    transaction_unique: intent.transactionUnique,
    type: '1',
    device_timezone: '',
    device_capabilities: '',
    device_accept_language: '',
    device_screen_resolution: '',
  };
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

export function pageOf(order: Order, step: Exclude<CheckoutStep, { kind: 'pay' }>): CheckoutPage {
  switch (step.kind) {
    case 'declined':
      return declinedPage(order, step.attempt);
    case 'continue_at_bank':
      return continueAtBankPage(order);
    case 'being_checked':
      return beingCheckedPage(order);
    case 'receipt':
      return receiptPage(order);
    case 'cancelled':
    case 'expired':
      return closedPage(order, step.kind);
    default:
      return step satisfies never;
  }
}

function orderLines(order: Order) {
  return { amount: formatMoney(order.amount), description: order.description, reference: order.reference };
}

/** The shop's own address with the order's id, and nothing that could be mistaken for proof of payment. */
function successHref(order: Order): string | null {
  return order.successUrl ? withOrderId(order.successUrl, order.id) : null;
}

function backToShop(order: Order): string | null {
  return order.cancelUrl ? withOrderId(order.cancelUrl, order.id) : null;
}

function withOrderId(address: string, orderId: string): string {
  const url = new URL(address);
  url.searchParams.set('order_id', orderId);
  return url.href;
}
