import { fieldReader, type HiddenInput } from '../../pages/form-errors';
import type { HostedPage } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import { ACCOUNT_ASKED_ABOUT } from './direct-debit-form';
import { formFrame } from './form-page';
import type { OpenForm } from './method-step';
import { addressFields, emailField, textField, type TextField } from './text-field';

/** Our own form: Blink has no script and no frame for a direct debit. */
export function directDebitPage(open: OpenForm): HostedPage {
  const { order, attempt } = open;
  return {
    view: 'checkout/direct-debit',
    page: {
      ...formFrame(open, paths.payByDirectDebit, {
        hidden: [{ name: 'attempt_id', value: attempt.id }, ...accountAskedAbout(open)],
        renewUrl: paths.renewDirectDebit(order),
        above: 'form',
      }),
      title: 'Pay by Direct Debit',
      payer: payerFields(open),
      account: accountFields(open),
    },
  };
}

function accountAskedAbout({ typed }: OpenForm): readonly HiddenInput[] {
  const value = typed?.[ACCOUNT_ASKED_ABOUT];
  return value ? [{ name: ACCOUNT_ASKED_ABOUT, value }] : [];
}

function payerFields(open: OpenForm): readonly TextField[] {
  const { order, attempt } = open;
  const read = fieldReader(open);
  const [givenName, familyName] = splitName(order.customer.name);
  return [
    textField({
      name: 'given_name',
      label: 'Given name',
      ...read('given_name', givenName),
      autocomplete: 'given-name',
    }),
    textField({
      name: 'family_name',
      label: 'Family name',
      hint: 'If you have one name only, write it here as well.',
      ...read('family_name', familyName),
      autocomplete: 'family-name',
    }),
    textField({
      name: 'company_name',
      label: 'Company (optional)',
      hint: 'For the account of a company, in place of your own name.',
      ...read('company_name', null),
      autocomplete: 'organization',
      isRequired: false,
    }),
    emailField(read, 'email', order.customer.email),
    ...addressFields(read, attempt.intent.bankForm?.textFields ?? [], order.customer),
  ];
}

function accountFields(open: OpenForm): readonly TextField[] {
  const read = fieldReader(open);
  return [
    textField({
      name: 'account_holder_name',
      label: 'Name on the account',
      ...read('account_holder_name', open.order.customer.name),
      autocomplete: 'name',
    }),
    textField({
      name: 'branch_code',
      label: 'Sort code',
      hint: '6 digits, like 20-00-00',
      ...read('branch_code', null),
      autocomplete: 'off',
      inputmode: 'numeric',
      maxlength: 12,
      isShort: true,
    }),
    textField({
      name: 'account_number',
      label: 'Account number',
      hint: 'Usually 8 digits',
      ...read('account_number', null),
      autocomplete: 'off',
      inputmode: 'numeric',
      maxlength: 16,
      isShort: true,
    }),
  ];
}

/** A guess that the shopper sees and can change: the last word is the family's name. */
function splitName(name: string | null): readonly [string | null, string | null] {
  const words = name?.trim().split(/\s+/) ?? [];
  if (words.length < 2) return [name, null];
  return [words.slice(0, -1).join(' '), words.at(-1) ?? null];
}
