import { cardFields, hiddenCardInputs } from '../../pages/card-fields';
import type { HostedPage } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import { formFrame, type FormFrame } from './form-page';
import type { OpenForm } from './method-step';

export function cardPage(open: OpenForm, scripts: readonly string[]): HostedPage {
  const { order, attempt } = open;
  const frame: FormFrame = formFrame(open, paths.payByCard, {
    hidden: hiddenCardInputs(attempt.id, attempt.intent),
    renewUrl: paths.renewForm(order),
    above: 'paymentToken',
  });
  return {
    view: 'checkout/card',
    page: {
      ...frame,
      ...cardFields(attempt.intent, order.customer, open),
      title: 'Pay by card',
      payLabel: `Pay ${frame.order.amount}`,
      busyLabel: 'Paying…',
      scripts: scripts.map((src) => ({ src })),
    },
  };
}
