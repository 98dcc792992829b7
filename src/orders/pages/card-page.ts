import { cardFields, hiddenCardInputs } from '../../pages/card-fields';
import type { HostedPage } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import { formFrame, type FormFrame } from './form-page';
import type { OpenForm } from './method-step';

export function cardPage(open: OpenForm, scripts: readonly string[]): HostedPage {
  const { order, attempt, texts } = open;
  const frame: FormFrame = formFrame(open, paths.payByCard, {
    hidden: hiddenCardInputs(attempt.id, attempt.intent),
    renewUrl: paths.renewForm(order),
    above: 'paymentToken',
  });
  return {
    view: 'checkout/card',
    texts,
    page: {
      ...frame,
      ...cardFields(texts, attempt.intent, order.customer, open),
      title: texts.methods.card.title,
      payLabel: texts.checkout.pay(frame.order.amount),
      busyLabel: texts.cardForm.paying,
      scripts: scripts.map((src) => ({ src })),
    },
  };
}
