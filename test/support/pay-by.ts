import { DAY } from '../../src/kernel/clock';
import { linksIn } from './html-forms';
import { hear } from './paid';
import type { Rig } from './rig';
import {
  answerBank,
  createOrder,
  filledCardForm,
  formIn,
  FRICTIONLESS,
  submit,
  visit,
  type CreatedOrder,
  type ShownPage,
} from './shopper';
import { PAYMENT_METHODS, type PaymentMethod } from '../../src/payments/methods';

/** What a wallet signs and encrypts, as long as the real ones: no log, page or answer ever holds it. */
export const SEALED_BY_WALLET = Buffer.alloc(70, 'sealed by the wallet ').toString('base64');
export const GOOGLE_TOKEN = JSON.stringify({
  signature: SEALED_BY_WALLET,
  intermediateSigningKey: { signedKey: '{"keyValue":"x"}', signatures: [SEALED_BY_WALLET] },
  protocolVersion: 'ECv2',
  signedMessage: JSON.stringify({ encryptedMessage: SEALED_BY_WALLET }),
});
export const APPLE_TOKEN = JSON.stringify({
  data: SEALED_BY_WALLET,
  signature: SEALED_BY_WALLET,
  header: {},
  version: 'EC_v1',
});

export const EVERY_WAY: readonly PaymentMethod[] = PAYMENT_METHODS;

const PAYER = { customer_name: 'Ada Shopper', customer_email: 'ada@shopper.example' };
const MEASURED = {
  device_timezone: '0',
  device_capabilities: 'javascript',
  device_accept_language: 'en-GB',
  device_screen_resolution: '1280x800x24',
};

/** What is typed into the form of each way, or put there by the wallet. A card's comes from its hosted fields. */
export const TYPED: Readonly<Record<Exclude<PaymentMethod, 'card'>, Readonly<Record<string, string>>>> = {
  direct_debit: {
    given_name: 'Ada',
    family_name: 'Shopper',
    email: 'ada@shopper.example',
    account_holder_name: 'A Shopper',
    branch_code: '20-00-00',
    account_number: '55779911',
  },
  open_banking: PAYER,
  apple_pay: { ...PAYER, ...MEASURED, paymentToken: APPLE_TOKEN },
  google_pay: { ...PAYER, ...MEASURED, paymentToken: GOOGLE_TOKEN },
};

export const FORM_OF: Readonly<Record<Exclude<PaymentMethod, 'card'>, string>> = {
  direct_debit: 'direct-debit-form',
  open_banking: 'open-banking-form',
  apple_pay: 'wallet-form',
  google_pay: 'wallet-form',
};

/** The form of one way to pay, filled in as it ought to be; an order with several ways is led to the right one. */
export async function filledForm(rig: Rig, method: PaymentMethod, checkoutUrl: string) {
  if (method === 'card') return filledCardForm(rig, checkoutUrl, FRICTIONLESS);
  const first = await visit(checkoutUrl);
  const page = first.text.includes('How would you like to pay?')
    ? await visit(`${first.url}/${method.replace('_', '-')}`)
    : first;
  const form = formIn(page, FORM_OF[method]);
  const url = new URL(form.action, page.url).href;
  return { page, form, url, fields: { ...form.fields, ...TYPED[method] } };
}

/** Sends the form of one way to pay: as far as that goes without a bank's page. */
export async function payBy(rig: Rig, method: PaymentMethod, checkoutUrl: string): Promise<ShownPage> {
  const { page, form, fields } = await filledForm(rig, method, checkoutUrl);
  return submit(page, form, fields);
}

/** From our page that leads to the shopper's bank to the bank's own. */
export function openBankPage(page: ShownPage): Promise<ShownPage> {
  const link = linksIn(page.html).find(({ label }) => label === 'Continue to your bank');
  if (!link) throw new Error(`The page at ${page.url} leads to no bank: ${page.text.slice(0, 400)}`);
  return visit(link.href);
}

/** An order that was paid that way, whatever it took: a bank's approval, the days of a direct debit. */
export async function paidBy(rig: Rig, method: PaymentMethod, order: object = {}): Promise<CreatedOrder> {
  const created = await createOrder(rig, { payment_methods: [method], ...order });
  await finish(rig, method, await payBy(rig, method, created.checkout_url));
  return created;
}

export async function finish(rig: Rig, method: PaymentMethod, page: ShownPage): Promise<void> {
  if (method === 'open_banking') await answerBank(await openBankPage(page), 'Approve');
  if (method === 'direct_debit') rig.advance(8 * DAY);
  await hear(rig);
}
