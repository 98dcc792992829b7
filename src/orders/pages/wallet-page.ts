import { fieldReader, type HiddenInput } from '../../pages/form-errors';
import type { HostedPage } from '../../pages/hosted-page';
import { formFrame } from './form-page';
import type { OpenForm } from './method-step';
import { methodPath } from './method-paths';
import { emailField, textField } from './text-field';
import type { Script } from './wallet-scripts';
import type { Wallet } from '../../blink/payments/intent';

/** How Blink's element of a wallet marks its inputs: its script finds them by id. */
const PARTS = {
  apple_pay: { prefix: 'ap', tokenId: 'applePayToken', resource: 'applepay' },
  google_pay: { prefix: 'gp', tokenId: 'googlePayToken', resource: 'googlepay' },
} as const;

/** Blink's element built anew: the same names and ids, no handler and no script of its own. */
export function walletPage(wallet: Wallet, open: OpenForm, scripts: readonly Script[]): HostedPage {
  const { order, attempt, texts } = open;
  const { prefix, tokenId } = PARTS[wallet];
  const { name: label, title } = texts.methods[wallet];
  const read = fieldReader(open);
  const name = textField({
    name: 'customer_name',
    id: `${prefix}_customer_name`,
    label: texts.fields.yourName,
    problems: { missing: texts.problems.noName, wrong: null },
    ...read('customer_name', order.customer.name),
    autocomplete: 'name',
  });
  return {
    view: 'checkout/wallet',
    texts,
    page: {
      ...formFrame(open, methodPath[wallet], {
        hidden: [],
        renewUrl: null,
        above: 'paymentToken',
      }),
      title,
      label,
      wallet,
      values: JSON.stringify(attempt.intent.walletButton?.values ?? []),
      inputs: hiddenInputs(wallet, open),
      tokenId,
      isApple: wallet === 'apple_pay',
      fields: [
        name,
        emailField(texts, read, 'customer_email', order.customer.email, `${prefix}_customer_email`),
      ],
      scripts,
    },
  };
}

function hiddenInputs(
  wallet: Wallet,
  { attempt, order }: OpenForm,
): readonly (HiddenInput & { id: string })[] {
  const { prefix, resource } = PARTS[wallet];
  const { intent } = attempt;
  const values = {
    attempt_id: attempt.id,
    merchantID: intent.merchantId,
    payment_intent: intent.reference,
    resource,
    transaction_unique: intent.transactionUnique,
    type: '1',
    customer_address: order.customer.address ?? '',
    customer_postcode: order.customer.postcode ?? '',
    device_timezone: '',
    device_capabilities: '',
    device_accept_language: '',
    device_screen_resolution: '',
    remote_address: '',
  };
  return Object.entries(values).map(([name, value]) => ({ name, value, id: `${prefix}_${name}` }));
}
