import { z } from 'zod';
import { fieldReader, type ReadForm } from '../../pages/form-errors';
import {
  asFieldErrors,
  echoOf,
  emailText,
  hiddenText,
  missingAddress,
  optionalText,
  requiredText,
} from '../../pages/form-texts';
import type { Texts } from '../../pages/texts/texts';
import type { HostedPage } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import { payByOpenBanking } from '../use-cases/pay-by-open-banking';
import { formFrame } from './form-page';
import { methodStep, type OpenForm } from './method-step';
import { addressFields, emailField, textField } from './text-field';

export const openBankingForm = z.object({
  attempt_id: hiddenText(64),
  customer_name: requiredText(100, 'noName'),
  customer_email: emailText(),
  customer_address: optionalText(200),
  customer_postcode: optionalText(16),
});

type OpenBankingForm = z.infer<typeof openBankingForm>;

const TYPED = ['customer_name', 'customer_email', 'customer_address', 'customer_postcode'] as const;
const WHOSE_ADDRESS = { address: 'noAddress', postcode: 'noPostcode' } as const;

/** The shopper says who pays, and goes on to the own bank to approve it. */
export const openBankingStep = methodStep<OpenBankingForm>({
  method: 'open_banking',
  pageKind: 'plain',
  page: (_visit, open) => openBankingPage(open),
  read: (texts, body, attempt) =>
    readOpenBankingForm(texts, body, attempt?.intent.bankForm?.textFields ?? []),
  pay: ({ checkout: { payments } }, at, shown, form) =>
    payByOpenBanking(payments, at, shown, {
      name: form.customer_name,
      email: form.customer_email,
      address: form.customer_address || null,
      postcode: form.customer_postcode || null,
    }),
  typed: (form) => echoOf(form, TYPED),
  shownFields: ['form', ...TYPED],
});

function readOpenBankingForm(
  texts: Texts,
  body: unknown,
  asked: readonly string[],
): ReadForm<OpenBankingForm> {
  const read = openBankingForm.safeParse(body);
  const errors = read.success
    ? missingAddress(read.data, asked, WHOSE_ADDRESS, texts)
    : asFieldErrors(read.error, texts);
  return read.success && errors.length === 0
    ? { ok: true, form: read.data }
    : { ok: false, typed: echoOf(body, TYPED), errors };
}

function openBankingPage(open: OpenForm): HostedPage {
  const { order, attempt, texts } = open;
  const read = fieldReader(open);
  const asked = attempt.intent.bankForm?.textFields ?? [];
  const name = textField({
    name: 'customer_name',
    label: texts.fields.yourName,
    ...read('customer_name', order.customer.name),
    autocomplete: 'name',
  });
  return {
    view: 'checkout/open-banking',
    texts,
    page: {
      ...formFrame(open, paths.payByOpenBanking, {
        hidden: [{ name: 'attempt_id', value: attempt.id }],
        renewUrl: paths.renewOpenBanking(order),
        above: 'form',
      }),
      title: texts.methods.open_banking.title,
      fields: [
        name,
        emailField(texts, read, 'customer_email', order.customer.email),
        ...addressFields(texts, read, asked, order.customer),
      ],
    },
  };
}
