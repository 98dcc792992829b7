import { fieldReader, type HiddenInput } from '../../pages/form-errors';
import type { HostedPage } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import { ACCOUNT_ASKED_ABOUT } from './direct-debit-form';
import { formFrame } from './form-page';
import type { OpenForm } from './method-step';
import { addressFields, emailField, textField, type TextField } from './text-field';

/** Our own form: Blink has no script and no frame for a direct debit. */
export function directDebitPage(open: OpenForm): HostedPage {
  const { order, attempt, texts } = open;
  return {
    view: 'checkout/direct-debit',
    texts,
    page: {
      ...formFrame(open, paths.payByDirectDebit, {
        hidden: [{ name: 'attempt_id', value: attempt.id }, ...accountAskedAbout(open)],
        renewUrl: paths.renewDirectDebit(order),
        above: 'form',
      }),
      title: texts.methods.direct_debit.title,
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
  const { order, attempt, texts } = open;
  const { fields } = texts;
  const read = fieldReader(open);
  const [givenName, familyName] = splitName(order.customer.name);
  return [
    textField({
      name: 'given_name',
      label: fields.givenName,
      ...read('given_name', givenName),
      autocomplete: 'given-name',
    }),
    textField({
      name: 'family_name',
      ...fields.familyName,
      ...read('family_name', familyName),
      autocomplete: 'family-name',
    }),
    textField({
      name: 'company_name',
      ...fields.company,
      ...read('company_name', null),
      autocomplete: 'organization',
      isRequired: false,
    }),
    emailField(texts, read, 'email', order.customer.email),
    ...addressFields(texts, read, attempt.intent.bankForm?.textFields ?? [], order.customer),
  ];
}

function accountFields(open: OpenForm): readonly TextField[] {
  const { fields } = open.texts;
  const read = fieldReader(open);
  return [
    textField({
      name: 'account_holder_name',
      label: fields.nameOnAccount,
      ...read('account_holder_name', open.order.customer.name),
      autocomplete: 'name',
    }),
    textField({
      name: 'branch_code',
      ...fields.sortCode,
      ...read('branch_code', null),
      autocomplete: 'off',
      inputmode: 'numeric',
      maxlength: 12,
      isShort: true,
    }),
    textField({
      name: 'account_number',
      ...fields.accountNumber,
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
