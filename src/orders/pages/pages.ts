import { beingCheckedPage as beingChecked } from '../../pages/being-checked-page';
import { declineWords } from '../../pages/decline-words';
import type { HostedPage } from '../../pages/hosted-page';
import { messagePage } from '../../pages/message-page';
import type { Texts } from '../../pages/texts/texts';
import { ORDER_ID_PARAMETER, withParameter } from '../../web/shop-url';
import type { Attempt, Order } from '../domain/order';
import { hasTriesLeft, methodsLeft } from '../domain/tries';
import { paths } from '../../kernel/paths';
import type { CheckoutStep } from './checkout-step';
import { receiptOf } from './receipt';

export function declinedPage(texts: Texts, order: Order, attempt: Attempt): HostedPage {
  const mayTryAgain = hasTriesLeft(order, attempt.method);
  return {
    view: 'checkout/declined',
    texts,
    page: {
      ...texts.methods[attempt.method].declined,
      order: orderLines(texts, order),
      reason: declineWords(texts, attempt.declineReason),
      retryAction: mayTryAgain ? paths.tryAgain(order) : null,
      noRetry: noMoreTriesText(texts, order),
      otherWaysHref: methodsLeft(order).some((method) => method !== attempt.method)
        ? paths.chooseMethod(order)
        : null,
      cancelUrl: backToShop(order),
    },
  };
}

export function continueAtBankPage(texts: Texts, order: Order, attempt: Attempt): HostedPage {
  return {
    view: 'checkout/continue-at-bank',
    texts,
    page: {
      title: texts.bank.waiting.title,
      ...texts.methods[attempt.method].atBank,
      order: orderLines(texts, order),
      continueHref: paths.bank(order),
      giveUpAction: paths.giveUpChallenge(order),
      stateUrl: paths.checkoutState(order),
      state: stateOf(order),
    },
  };
}

/** Honest while it is no money: a direct debit can fail days after the shopper has gone. */
export function directDebitSetUpPage(texts: Texts, order: Order): HostedPage {
  const { amount, reference } = orderLines(texts, order);
  const { directDebitSetUp } = texts.checkout;
  const shop = successHref(order);
  return messagePage(texts, {
    heading: directDebitSetUp.heading,
    paragraphs: [
      directDebitSetUp.willBeCollected(amount, reference),
      directDebitSetUp.notPaidYet,
      directDebitSetUp.comeBack,
    ],
    links: shop ? [{ label: texts.links.returnAfterPaying, href: shop }] : [],
  });
}

export function beingCheckedPage(texts: Texts, order: Order): HostedPage {
  return beingChecked(texts, {
    ...texts.checkout.beingChecked,
    checkAction: paths.checkNow(order),
    stateUrl: paths.checkoutState(order),
    state: stateOf(order),
  });
}

/** Honest while it is no money: Blink takes it within a day, as a rule, and nobody has to do anything for it. */
export function acceptedPage(texts: Texts, order: Order): HostedPage {
  return beingChecked(texts, {
    ...texts.checkout.accepted,
    checkAction: paths.checkNow(order),
    stateUrl: paths.checkoutState(order),
    state: stateOf(order),
  });
}

/** Differs whenever the order has changed, and says nothing else. */
export function stateOf(order: Order): string {
  return String(order.version);
}

export function receiptPage(texts: Texts, order: Order): HostedPage {
  return {
    view: 'checkout/receipt',
    texts,
    page: { ...receiptOf(texts, order), continueHref: successHref(order) },
  };
}

/** For whoever only previews the address: nobody can pay on it, so it leads to where somebody can. */
export function previewPage(texts: Texts, order: Order, merchant: string): HostedPage {
  const { preview } = texts.checkout;
  return messagePage(texts, {
    heading: preview.heading(merchant),
    paragraphs: [preview.text(orderLines(texts, order).amount)],
    links: [{ label: preview.link, href: paths.checkout(order) }],
  });
}

export function closedPage(texts: Texts, order: Order, step: 'cancelled' | 'expired'): HostedPage {
  const { closed } = texts.checkout;
  const back = backToShop(order);
  return messagePage(texts, {
    heading: closed[step],
    paragraphs: [closed.nothingTaken, closed.startAgain],
    links: back ? [{ label: texts.links.returnToShop, href: back }] : [],
  });
}

export function unavailablePage(texts: Texts, order: Order): HostedPage {
  return messagePage(texts, {
    heading: texts.checkout.unavailable.heading,
    paragraphs: [texts.checkout.unavailable.text],
    links: [{ label: texts.links.tryAgain, href: paths.checkout(order) }],
  });
}

/** It does not ask to try again: what would have to change is the order, or the shop's account. */
export function noWayToPayPage(texts: Texts, order: Order): HostedPage {
  const back = backToShop(order);
  return messagePage(texts, {
    heading: texts.checkout.noWayToPay.heading,
    paragraphs: [texts.checkout.noWayToPay.text],
    links: back ? [{ label: texts.links.returnToShop, href: back }] : [],
  });
}

/** Whoever has used all tries up in one way is led to the others, where there are any. */
export function noMoreTriesPage(texts: Texts, order: Order): HostedPage {
  const back = backToShop(order);
  return messagePage(texts, {
    heading: texts.checkout.noMoreTries.heading,
    paragraphs: [noMoreTriesText(texts, order), texts.checkout.noMoreTries.nothingCharged],
    links: [
      ...(methodsLeft(order).length > 0
        ? [{ label: texts.links.payAnotherWay, href: paths.chooseMethod(order) }]
        : []),
      ...(back ? [{ label: texts.links.returnToShop, href: back }] : []),
    ],
  });
}

function noMoreTriesText({ checkout }: Texts, order: Order): string {
  const { inThisWay, inAnyWay } = checkout.noMoreTries;
  return methodsLeft(order).length > 0 ? inThisWay : inAnyWay;
}

export function pageOf(texts: Texts, order: Order, step: Exclude<CheckoutStep, { kind: 'pay' }>): HostedPage {
  switch (step.kind) {
    case 'declined':
    case 'declined_in_this_way':
    case 'declined_for_good':
      return declinedPage(texts, order, step.attempt);
    case 'no_more_tries':
      return noMoreTriesPage(texts, order);
    case 'continue_at_bank':
      return continueAtBankPage(texts, order, step.attempt);
    case 'direct_debit_set_up':
      return directDebitSetUpPage(texts, order);
    case 'being_checked':
      return beingCheckedPage(texts, order);
    case 'accepted':
      return acceptedPage(texts, order);
    case 'receipt':
      return receiptPage(texts, order);
    case 'cancelled':
    case 'expired':
      return closedPage(texts, order, step.kind);
    default:
      return step satisfies never;
  }
}

export function orderLines({ values }: Texts, order: Order) {
  return { amount: values.money(order.amount), description: order.description, reference: order.reference };
}

/** The shop's own address with the order's id, and nothing that could be mistaken for proof of payment. */
function successHref(order: Order): string | null {
  return order.successUrl ? withParameter(order.successUrl, ORDER_ID_PARAMETER, order.id) : null;
}

export function backToShop(order: Order): string | null {
  return order.cancelUrl ? withParameter(order.cancelUrl, ORDER_ID_PARAMETER, order.id) : null;
}
