import { hiddenCardInputs, onlyCardFields } from '../../hosted-pages/card-fields';
import type { FormAgain } from '../../hosted-pages/form-again';
import type { HostedPage } from '../../hosted-pages/hosted-page';
import { paths } from '../../paths';
import { dayOf } from '../schedule/days';
import type { CardCheck, RepeatPayment } from '../schedule/repeat-payment';
import { formFrame } from './form-frame';
import { paymentsSoFar } from './payment-rows';

export interface OpenNewCard {
  readonly repeatPayment: RepeatPayment;
  readonly cardCheck: CardCheck;
  readonly now: Date;
}

/** The form for a card in the place of the one that is used. It says nothing of whose payments these are. */
export function newCardPage(open: OpenNewCard, again: FormAgain, scripts: readonly string[]): HostedPage {
  const { repeatPayment, cardCheck, now } = open;
  const { next } = paymentsSoFar(repeatPayment, dayOf(now));
  return {
    view: 'repeat-payments/new-card',
    page: {
      ...formFrame(cardCheck.intent, again, now),
      ...onlyCardFields(cardCheck.intent),
      title: 'Replace your card',
      reference: repeatPayment.reference,
      next: next ? `${next.amount} on ${next.date}` : null,
      agreement: null,
      action: paths.repeatPaymentNewCard(repeatPayment),
      hidden: hiddenCardInputs(cardCheck.id, cardCheck.intent),
      renewUrl: paths.repeatPaymentNewCardRenew(repeatPayment),
      reloadHref: paths.repeatPaymentNewCard(repeatPayment),
      backHref: paths.repeatPayment(repeatPayment),
      payLabel: 'Use this card',
      busyLabel: 'Checking…',
      scripts: scripts.map((src) => ({ src })),
    },
  };
}
