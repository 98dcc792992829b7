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
  page: (_visit, open) => directDebitPage(open),
  read: (texts, body, attempt) =>
    readDirectDebitForm(texts, body, attempt?.intent.bankForm?.textFields ?? []),
  pay: ({ checkout: { payments } }, at, shown, form) =>
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
});
