import { beingCheckedPage as beingChecked } from '../../pages/being-checked-page';
import { declineWords } from '../../pages/decline-words';
import type { HostedPage } from '../../pages/hosted-page';
import { messagePage } from '../../pages/message-page';
import { ORDER_ID_PARAMETER, withParameter } from '../../web/shop-url';
import { formatMoney } from '../../kernel/money';
import type { Attempt, Order } from '../domain/order';
import { hasTriesLeft, methodsLeft } from '../domain/tries';
import { paths } from '../../kernel/paths';
import type { CheckoutStep } from './checkout-step';
import { atBankWords, declinedWords } from './method-words';
import { receiptOf } from './receipt';

export function declinedPage(order: Order, attempt: Attempt): HostedPage {
  const mayTryAgain = hasTriesLeft(order, attempt.method);
  return {
    view: 'checkout/declined',
    page: {
      ...declinedWords(attempt.method),
      order: orderLines(order),
      reason: declineWords(attempt.declineReason),
      retryAction: mayTryAgain ? paths.tryAgain(order) : null,
      noRetry: noMoreTriesText(order),
      otherWaysHref: methodsLeft(order).some((method) => method !== attempt.method)
        ? paths.chooseMethod(order)
        : null,
      cancelUrl: backToShop(order),
    },
  };
}

export function continueAtBankPage(order: Order, attempt: Attempt): HostedPage {
  return {
    view: 'checkout/continue-at-bank',
    page: {
      title: 'Continue at your bank',
      ...atBankWords(attempt.method),
      order: orderLines(order),
      continueHref: paths.bank(order),
      giveUpAction: paths.giveUpChallenge(order),
      stateUrl: paths.checkoutState(order),
      state: stateOf(order),
    },
  };
}

/** Honest while it is no money: a direct debit can fail days after the shopper has gone. */
export function directDebitSetUpPage(order: Order): HostedPage {
  const { amount, reference } = orderLines(order);
  const shop = successHref(order);
  return messagePage({
    heading: 'Your Direct Debit is set up',
    paragraphs: [
      `${amount} for order ${reference} will be collected from your bank account in the next few working days.`,
      'It is not paid yet: your bank may still refuse the collection, which can take a week or more to be known. You need not do anything now, and please do not pay again.',
      'You can come back to this page at any time to see where your payment stands.',
    ],
    links: shop ? [{ label: 'Return to shop', href: shop }] : [],
  });
}

export function beingCheckedPage(order: Order): HostedPage {
  return beingChecked({
    title: 'Checking your payment',
    heading: 'We are checking your payment',
    text: 'Your bank has not told us the result yet. Please do not pay again: this page shows the result as soon as it is there, and you can come back to it at any time.',
    checkAction: paths.checkNow(order),
    stateUrl: paths.checkoutState(order),
    state: stateOf(order),
  });
}

/** Honest while it is no money: Blink takes it within a day, as a rule, and nobody has to do anything for it. */
export function acceptedPage(order: Order): HostedPage {
  return beingChecked({
    title: 'Payment accepted',
    heading: 'Your bank has accepted the payment',
    text: 'We are waiting for the money to be confirmed, which can take until tomorrow. You need not do anything now, and please do not pay again: this page shows the result as soon as it is there, and you can come back to it at any time.',
    checkAction: paths.checkNow(order),
    stateUrl: paths.checkoutState(order),
    state: stateOf(order),
  });
}

/** Differs whenever the order has changed, and says nothing else. */
export function stateOf(order: Order): string {
  return String(order.version);
}

export function receiptPage(order: Order): HostedPage {
  return { view: 'checkout/receipt', page: { ...receiptOf(order), continueHref: successHref(order) } };
}

/** For whoever only previews the address: nobody can pay on it, so it leads to where somebody can. */
export function previewPage(order: Order, merchant: string): HostedPage {
  return messagePage({
    heading: `Payment to ${merchant}`,
    paragraphs: [`${orderLines(order).amount} can be paid here.`],
    links: [{ label: 'Go to the payment', href: paths.checkout(order) }],
  });
}

export function closedPage(order: Order, step: 'cancelled' | 'expired'): HostedPage {
  const heading = step === 'cancelled' ? 'This order was cancelled' : 'This order has expired';
  const back = backToShop(order);
  return messagePage({
    heading,
    paragraphs: ['Nothing was taken for it.', 'To buy it after all, please start again at the shop.'],
    links: back ? [{ label: 'Return to the shop', href: back }] : [],
  });
}

export function unavailablePage(order: Order): HostedPage {
  return messagePage({
    heading: 'Paying is not possible just now',
    paragraphs: ['We could not reach the payment service. Nothing was taken. Please try again in a moment.'],
    links: [{ label: 'Try again', href: paths.checkout(order) }],
  });
}

/** It does not ask to try again: what would have to change is the order, or the shop's account. */
export function noWayToPayPage(order: Order): HostedPage {
  const back = backToShop(order);
  return messagePage({
    heading: 'This order cannot be paid here',
    paragraphs: [
      'No way to pay for this order is open at the moment. Nothing was taken. Please ask the shop how to go on.',
    ],
    links: back ? [{ label: 'Return to the shop', href: back }] : [],
  });
}

/** Whoever has used all tries up in one way is led to the others, where there are any. */
export function noMoreTriesPage(order: Order): HostedPage {
  const back = backToShop(order);
  return messagePage({
    heading: 'There were too many tries',
    paragraphs: [noMoreTriesText(order), 'Nothing was charged.'],
    links: [
      ...(methodsLeft(order).length > 0
        ? [{ label: 'Pay another way', href: paths.chooseMethod(order) }]
        : []),
      ...(back ? [{ label: 'Return to the shop', href: back }] : []),
    ],
  });
}

function noMoreTriesText(order: Order): string {
  return methodsLeft(order).length > 0
    ? 'It was tried too often to pay this order in this way, so that is not possible any more. You can still pay another way.'
    : 'This order was tried too often, so it cannot be paid here any more. Please ask the shop how to go on.';
}

export function pageOf(order: Order, step: Exclude<CheckoutStep, { kind: 'pay' }>): HostedPage {
  switch (step.kind) {
    case 'declined':
      return declinedPage(order, step.attempt);
    case 'no_more_tries':
      return noMoreTriesPage(order);
    case 'continue_at_bank':
      return continueAtBankPage(order, step.attempt);
    case 'direct_debit_set_up':
      return directDebitSetUpPage(order);
    case 'being_checked':
      return beingCheckedPage(order);
    case 'accepted':
      return acceptedPage(order);
    case 'receipt':
      return receiptPage(order);
    case 'cancelled':
    case 'expired':
      return closedPage(order, step.kind);
    default:
      return step satisfies never;
  }
}

export function orderLines(order: Order) {
  return { amount: formatMoney(order.amount), description: order.description, reference: order.reference };
}

/** The shop's own address with the order's id, and nothing that could be mistaken for proof of payment. */
function successHref(order: Order): string | null {
  return order.successUrl ? withParameter(order.successUrl, ORDER_ID_PARAMETER, order.id) : null;
}

export function backToShop(order: Order): string | null {
  return order.cancelUrl ? withParameter(order.cancelUrl, ORDER_ID_PARAMETER, order.id) : null;
}
