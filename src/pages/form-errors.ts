import type { FieldError } from '../kernel/errors';
import type { Texts } from './texts/texts';

/** Why the shopper sees the same form once more. */
export interface RejectedForm {
  /** What was typed, by the names of the inputs. */
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
  readonly message?: string;
}

export type ReadForm<Form> =
  | { readonly ok: true; readonly form: Form }
  | {
      readonly ok: false;
      readonly typed: Readonly<Record<string, string>>;
      readonly errors: readonly FieldError[];
    };

export interface HiddenInput {
  readonly name: string;
  readonly value: string;
}

/**
 * What stands above a form that is shown once more.
 * @param above the field whose problem stands there, since its input cannot be seen
 */
export function messageAbove({ forms }: Texts, again: RejectedForm, above: string) {
  const sentence =
    again.message ?? errorOf(again, above) ?? ((again.errors?.length ?? 0) > 0 ? forms.checkMarked : null);
  return sentence ? { kind: 'error', text: sentence } : null;
}

/** Gives the value and the problem of an input: what was typed wins over what is known. */
export function fieldReader(again: RejectedForm) {
  return (name: string, known: string | null) => ({
    value: again.typed?.[name] ?? known ?? '',
    error: errorOf(again, name),
  });
}

/** What Blink says of a field stands beside it; what it says of a field that the shopper cannot see stands above the form. */
export function asShownFields(
  shown: readonly [string, ...string[]],
  fields: readonly FieldError[],
): readonly FieldError[] {
  return fields.map((each) =>
    shown.includes(each.field) ? each : { field: shown[0], message: each.message },
  );
}

function errorOf({ errors = [] }: RejectedForm, name: string): string | null {
  return errors.find(({ field }) => field === name)?.message ?? null;
}
