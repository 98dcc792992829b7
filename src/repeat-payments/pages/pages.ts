import { beingCheckedPage as beingChecked } from '../../pages/being-checked-page';
import { declineWords } from '../../pages/decline-words';
import type { HostedPage } from '../../pages/hosted-page';
import { messagePage } from '../../pages/message-page';
import type { Texts } from '../../pages/texts/texts';
import { paths } from '../../kernel/paths';
import { dayOf } from '../domain/days';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { planLines } from './agree-page';
import { planPage } from './plan-page';
import type { RepeatStep } from './repeat-step';

/** The page of every step that needs no form from Blink. */
export function pageOf(
  texts: Texts,
  repeatPayment: RepeatPayment,
  step: Exclude<RepeatStep, { kind: 'agree' }>,
  now: Date,
): HostedPage {
  switch (step.kind) {
    case 'declined':
    case 'declined_for_good':
      return declinedPage(texts, repeatPayment, step, now);
    case 'continue_at_bank':
      return continueAtBankPage(texts, repeatPayment, step.setup, now);
    case 'being_checked':
      return beingCheckedPage(texts, repeatPayment);
    case 'running':
    case 'over':
      return planPage(texts, repeatPayment, step.schedule, now);
    case 'cancelled':
    case 'expired':
      return closedPage(texts, step.kind);
    case 'no_more_tries':
      return noMoreTriesPage(texts);
    case 'on_hold':
      return onHoldPage(texts);
    default:
      return step satisfies never;
  }
}

function declinedPage(
  texts: Texts,
  repeatPayment: RepeatPayment,
  { kind, setup }: Extract<RepeatStep, { readonly setup: Enrolment; kind: `declined${string}` }>,
  now: Date,
): HostedPage {
  const { title, heading } = texts.repeatPayments.declined;
  return {
    view: 'repeat-payments/declined',
    texts,
    page: {
      title,
      heading,
      plan: planLines(texts, repeatPayment, dayOf(now)),
      reason: declineWords(texts, setup.declineReason),
      retryAction: kind === 'declined' ? paths.repeatPaymentRetry(repeatPayment) : null,
    },
  };
}

function continueAtBankPage(
  texts: Texts,
  repeatPayment: RepeatPayment,
  { chargedAt }: Enrolment,
  now: Date,
): HostedPage {
  return {
    view: 'repeat-payments/continue-at-bank',
    texts,
    page: {
      title: texts.bank.waiting.title,
      ...texts.repeatPayments.atBank,
      plan: planLines(texts, repeatPayment, dayOf(now), dayOf(chargedAt ?? now)),
      continueHref: paths.repeatPaymentBank(repeatPayment),
      stateUrl: paths.repeatPaymentState(repeatPayment),
      state: stateOf(repeatPayment),
      giveUpAction: paths.repeatPaymentAbandon(repeatPayment),
    },
  };
}

function beingCheckedPage(texts: Texts, repeatPayment: RepeatPayment): HostedPage {
  return beingChecked(texts, {
    ...texts.repeatPayments.beingChecked,
    checkAction: paths.repeatPaymentCheck(repeatPayment),
    stateUrl: paths.repeatPaymentState(repeatPayment),
    state: stateOf(repeatPayment),
  });
}

/** Differs whenever the repeat payment has changed, and says nothing else. */
export function stateOf({ version }: RepeatPayment): string {
  return String(version);
}

function closedPage(texts: Texts, step: 'cancelled' | 'expired'): HostedPage {
  const { closed } = texts.repeatPayments;
  return messagePage(texts, {
    heading: closed[step],
    paragraphs: [closed.nothingSetUp, closed.askForLink],
    links: [],
  });
}

function noMoreTriesPage(texts: Texts): HostedPage {
  return notice(texts, texts.repeatPayments.noMoreTries);
}

function onHoldPage(texts: Texts): HostedPage {
  return notice(texts, texts.repeatPayments.onHold);
}

/** For whoever only previews the address: nobody can agree on it, so it leads to where somebody can. */
export function previewPage(texts: Texts, address: string, merchant: string): HostedPage {
  const { heading, text, link } = texts.repeatPayments.preview;
  return messagePage(texts, {
    heading: heading(merchant),
    paragraphs: [text(merchant)],
    links: [{ label: link, href: address }],
  });
}

export function unavailablePage(texts: Texts, href: string): HostedPage {
  const { heading, text } = texts.repeatPayments.unavailable;
  return messagePage(texts, { heading, paragraphs: [text], links: [{ label: texts.links.tryAgain, href }] });
}

export function noCardsPage(texts: Texts): HostedPage {
  return notice(texts, texts.repeatPayments.noCards);
}

/** It leads nowhere: what would have to change is the shop's to change. */
function notice(texts: Texts, { heading, text }: { heading: string; text: string }): HostedPage {
  return messagePage(texts, { heading, paragraphs: [text], links: [] });
}
