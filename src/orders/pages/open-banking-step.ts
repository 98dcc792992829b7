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
import type { HostedPage } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import { payByOpenBanking } from '../use-cases/pay-by-open-banking';
import { formFrame } from './form-page';
import { methodStep, type OpenForm } from './method-step';
import { addressFields, emailField, textField } from './text-field';

export const openBankingForm = z.object({
  attempt_id: hiddenText(64),
  customer_name: requiredText(100, 'Enter your name'),
  customer_email: emailText(),
  customer_address: optionalText(200),
  customer_postcode: optionalText(16),
});

type OpenBankingForm = z.infer<typeof openBankingForm>;

const TYPED = ['customer_name', 'customer_email', 'customer_address', 'customer_postcode'] as const;
const WHOSE_ADDRESS = { address: 'Enter your address', postcode: 'Enter your postcode' };

/** The shopper says who pays, and goes on to the own bank to approve it. */
export const openBankingStep = methodStep<OpenBankingForm>({
  method: 'open_banking',
  pageKind: 'plain',
  page: (_checkout, _res, open) => openBankingPage(open),
  read: (body, attempt) => readOpenBankingForm(body, attempt?.intent.bankForm?.textFields ?? []),
  pay: ({ payments }, _req, at, shown, form) =>
    payByOpenBanking(payments, at, shown, {
      name: form.customer_name,
      email: form.customer_email,
      address: form.customer_address || null,
      postcode: form.customer_postcode || null,
    }),
  typed: (form) => echoOf(form, TYPED),
  shownFields: ['form', ...TYPED],
  sentences: {
    not_as_shown:
      'The amount to pay may have changed since this page was opened, so nothing was paid. Please check it and press the button once more.',
    out_of_date: 'This page was out of date, so nothing was paid. Please press the button once more.',
    intent_over: 'This page had run out, so nothing was paid. Please press the button once more.',
    not_sent: 'We could not reach the payment service. Nothing was paid. Please try again.',
  },
});

function readOpenBankingForm(body: unknown, asked: readonly string[]): ReadForm<OpenBankingForm> {
  const read = openBankingForm.safeParse(body);
  const errors = read.success ? missingAddress(read.data, asked, WHOSE_ADDRESS) : asFieldErrors(read.error);
  return read.success && errors.length === 0
    ? { ok: true, form: read.data }
    : { ok: false, typed: echoOf(body, TYPED), errors };
}

function openBankingPage(open: OpenForm): HostedPage {
  const { order, attempt } = open;
  const read = fieldReader(open);
  const asked = attempt.intent.bankForm?.textFields ?? [];
  const name = textField({
    name: 'customer_name',
    label: 'Your name',
    ...read('customer_name', order.customer.name),
    autocomplete: 'name',
  });
  return {
    view: 'checkout/open-banking',
    page: {
      ...formFrame(open, paths.payByOpenBanking, {
        hidden: [{ name: 'attempt_id', value: attempt.id }],
        renewUrl: paths.renewOpenBanking(order),
        above: 'form',
      }),
      title: 'Pay by bank transfer',
      fields: [
        name,
        emailField(read, 'customer_email', order.customer.email),
        ...addressFields(read, asked, order.customer),
      ],
    },
  };
}
