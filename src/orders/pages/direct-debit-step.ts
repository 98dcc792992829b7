import { payByDirectDebit } from '../use-cases/pay-by-direct-debit';
import {
  DIRECT_DEBIT_FIELDS,
  readDirectDebitForm,
  typedInDirectDebitForm,
  type DirectDebitForm,
} from './direct-debit-form';
import { directDebitPage } from './direct-debit-page';
import { methodStep } from './method-step';

/** The shopper gives an account and a mandate; whether the bank pays shows days later. */
export const directDebitStep = methodStep<DirectDebitForm>({
  method: 'direct_debit',
  pageKind: 'plain',
  page: (_checkout, _res, open) => directDebitPage(open),
  read: (body, attempt) => readDirectDebitForm(body, attempt?.intent.bankForm?.textFields ?? []),
  pay: ({ payments }, _req, at, shown, form) =>
    payByDirectDebit(payments, at, shown, {
      givenName: form.given_name,
      familyName: form.family_name,
      companyName: form.company_name,
      email: form.email,
      address: form.customer_address || null,
      postcode: form.customer_postcode || null,
      account: {
        holder: form.account_holder_name,
        sortCode: form.branch_code,
        number: form.account_number,
      },
    }),
  typed: typedInDirectDebitForm,
  shownFields: ['form', ...DIRECT_DEBIT_FIELDS],
  sentences: {
    not_as_shown:
      'The amount to pay may have changed since this page was opened, so nothing was set up. Please check it and press the button once more.',
    out_of_date:
      'This page was out of date, so nothing was set up. Please check it and press the button once more.',
    intent_over: 'This page had run out, so nothing was set up. Please press the button once more.',
    not_sent: 'We could not reach the payment service. Nothing was set up. Please try again.',
  },
});
