import type { Attempt } from '../orders/order';
import { paths } from '../paths';
import { fieldReader, formFrame, type FormFrame } from './form-page';
import type { OpenForm } from './method-step';
import type { CheckoutPage } from './pages';

const HOSTED_LABEL: Readonly<Record<string, string>> = {
  cardNumber: 'Card number',
  cardExpiryDate: 'Expiry date',
  cardCVV: 'Security code',
};

export function cardPage(open: OpenForm, scripts: readonly string[]): CheckoutPage {
  const { order, attempt } = open;
  const asked = attempt.intent.cardForm?.textFields ?? [];
  const field = fieldReader(open);
  const frame: FormFrame = formFrame(open, paths.payByCard, {
    hidden: hiddenInputs(attempt),
    renewUrl: paths.renewForm(order),
    above: 'paymentToken',
  });
  return {
    view: 'checkout/card',
    page: {
      ...frame,
      title: 'Pay by card',
      formId: 'card-form',
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
      scripts: scripts.map((src) => ({ src })),
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
