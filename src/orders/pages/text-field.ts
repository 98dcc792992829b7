import type { Texts } from '../../pages/texts/texts';

/** One labelled input of a form of ours, as `partials/field` prints it. */
export interface TextField {
  /** Blink's name for it. */
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly hint: string | null;
  readonly type: 'text' | 'email';
  readonly value: string;
  readonly error: string | null;
  /** What a script of the page says before the form is sent; null where the server alone says it. */
  readonly problems: { readonly missing: string; readonly wrong: string | null } | null;
  readonly autocomplete: string;
  readonly inputmode: 'text' | 'email' | 'numeric';
  readonly maxlength: number;
  readonly isShort: boolean;
  readonly isRequired: boolean;
  /** What describes the input, by id. */
  readonly describedBy: string;
}

type Given = Pick<TextField, 'name' | 'label' | 'value' | 'error' | 'autocomplete'> & Partial<TextField>;

export function textField(given: Given): TextField {
  const id = given.id ?? given.name;
  const hint = given.hint ?? null;
  return {
    id,
    type: 'text',
    inputmode: 'text',
    maxlength: 100,
    isShort: false,
    isRequired: true,
    problems: null,
    ...given,
    hint,
    describedBy: hint ? `${id}-hint ${id}-error` : `${id}-error`,
  };
}

type Read = (name: string, known: string | null) => { readonly value: string; readonly error: string | null };

/** @param name Blink's: cards and open banking call it otherwise than a direct debit does */
export function emailField(
  { fields, problems }: Texts,
  read: Read,
  name: string,
  known: string | null,
  id = name,
): TextField {
  return textField({
    name,
    id,
    label: fields.email,
    problems: { missing: problems.noEmail, wrong: problems.wrongEmail },
    ...read(name, known),
    type: 'email',
    inputmode: 'email',
    autocomplete: 'email',
    maxlength: 254,
  });
}

/** Those of address and postcode that Blink asks for on this account. */
export function addressFields(
  { fields }: Texts,
  read: Read,
  asked: readonly string[],
  known: { readonly address: string | null; readonly postcode: string | null },
): readonly TextField[] {
  const address = textField({
    name: 'customer_address',
    label: fields.address,
    ...read('customer_address', known.address),
    autocomplete: 'street-address',
    maxlength: 200,
  });
  const postcode = textField({
    name: 'customer_postcode',
    label: fields.postcode,
    ...read('customer_postcode', known.postcode),
    autocomplete: 'postal-code',
    maxlength: 16,
    isShort: true,
  });
  return [address, postcode].filter(({ name }) => asked.includes(name));
}
