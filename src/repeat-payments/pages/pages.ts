import { beingCheckedPage as beingChecked } from '../../pages/being-checked-page';
import { declineWords } from '../../pages/decline-words';
import type { HostedPage } from '../../pages/hosted-page';
import { messagePage } from '../../pages/message-page';
import { paths } from '../../kernel/paths';
import { dayOf } from '../domain/days';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { planLines } from './agree-page';
import { planPage } from './plan-page';
import type { RepeatStep } from './repeat-step';

/** The page of every step that needs no form from Blink. */
export function pageOf(
  repeatPayment: RepeatPayment,
  step: Exclude<RepeatStep, { kind: 'agree' }>,
  now: Date,
): HostedPage {
  switch (step.kind) {
    case 'declined':
      return declinedPage(repeatPayment, step.setup, step.mayTryAgain, now);
    case 'continue_at_bank':
      return continueAtBankPage(repeatPayment, step.setup, now);
    case 'being_checked':
      return beingCheckedPage(repeatPayment);
    case 'plan':
      return planPage(repeatPayment, step.schedule, now);
    case 'cancelled':
    case 'expired':
      return closedPage(step.kind);
    case 'no_more_tries':
      return noMoreTriesPage();
    case 'on_hold':
      return onHoldPage();
    default:
      return step satisfies never;
  }
}

function declinedPage(
  repeatPayment: RepeatPayment,
  { declineReason }: Enrolment,
  mayTryAgain: boolean,
  now: Date,
): HostedPage {
  return {
    view: 'repeat-payments/declined',
    page: {
      title: 'Card declined',
      heading: 'Your card was declined',
      plan: planLines(repeatPayment, dayOf(now)),
      reason: declineWords(declineReason),
      retryAction: mayTryAgain ? paths.repeatPaymentRetry(repeatPayment) : null,
    },
  };
}

function continueAtBankPage(repeatPayment: RepeatPayment, { chargedAt }: Enrolment, now: Date): HostedPage {
  return {
    view: 'repeat-payments/continue-at-bank',
    page: {
      title: 'Continue at your bank',
      plan: planLines(repeatPayment, dayOf(now), dayOf(chargedAt ?? now)),
      text: 'You have agreed to these payments, and your bank wants to check that it is you. Nothing is set up until that is done.',
      continueHref: paths.repeatPaymentBank(repeatPayment),
      stateUrl: paths.repeatPaymentState(repeatPayment),
      state: stateOf(repeatPayment),
      giveUpAction: paths.repeatPaymentAbandon(repeatPayment),
      giveUpText:
        'You can give this up and use another card. If your bank has already approved it, your payments may still be set up with that card; should they be set up twice, one of the two is ended at once.',
      giveUpLabel: 'Use another card instead',
    },
  };
}

function beingCheckedPage(repeatPayment: RepeatPayment): HostedPage {
  return beingChecked({
    title: 'Checking your payments',
    heading: 'We are checking whether your payments are set up',
    text: 'Your bank has not told us the result yet. Please do not agree again: this page shows the result as soon as it is there, and you can come back to it at any time.',
    checkAction: paths.repeatPaymentCheck(repeatPayment),
    stateUrl: paths.repeatPaymentState(repeatPayment),
    state: stateOf(repeatPayment),
  });
}

/** Differs whenever the repeat payment has changed, and says nothing else. */
export function stateOf({ version }: RepeatPayment): string {
  return String(version);
}

function closedPage(step: 'cancelled' | 'expired'): HostedPage {
  return messagePage({
    heading:
      step === 'cancelled' ? 'These payments were called off' : 'The time to agree to these payments is over',
    paragraphs: [
      'Nothing was set up and nothing was taken.',
      'To set them up after all, please ask the shop for a new link.',
    ],
    links: [],
  });
}

function noMoreTriesPage(): HostedPage {
  return messagePage({
    heading: 'There were too many tries',
    paragraphs: [
      'These payments cannot be set up here any more. Nothing was taken. Please ask the shop how to go on.',
    ],
    links: [],
  });
}

function onHoldPage(): HostedPage {
  return messagePage({
    heading: 'These payments cannot be set up just now',
    paragraphs: [
      'The shop has to look at something first. Please do not pay in another way before you have asked there.',
    ],
    links: [],
  });
}

/** For whoever only previews the address: nobody can agree on it, so it leads to where somebody can. */
export function previewPage(address: string, merchant: string): HostedPage {
  return messagePage({
    heading: `Payments to ${merchant}`,
    paragraphs: [`Your payments to ${merchant} stand here.`],
    links: [{ label: 'Go to your payments', href: address }],
  });
}

export function unavailablePage(href: string): HostedPage {
  return messagePage({
    heading: 'This is not possible just now',
    paragraphs: ['We could not reach the payment service. Nothing was taken. Please try again in a moment.'],
    links: [{ label: 'Try again', href }],
  });
}

export function noCardsPage(): HostedPage {
  return messagePage({
    heading: 'Cards cannot be taken just now',
    paragraphs: [
      'The shop does not take cards for such payments at the moment. Nothing was taken. Please ask the shop how to go on.',
    ],
    links: [],
  });
}
