import { z } from 'zod';
import type { FieldError } from '../errors';
import { holdsCardNumber } from '../orders/card-numbers';

/** What the shopper typed, as it came: it goes back into the form when the form is refused. */
export interface TypedByShopper {
  readonly customer_name: string;
  readonly customer_email: string;
  readonly customer_address: string;
  readonly customer_postcode: string;
}

const NOT_A_CARD_NUMBER = 'Type the card number in the card field only';

const text = (most: number, missing: string) =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .max(most, `Use at most ${most} characters`)
    .refine((value) => !holdsCardNumber(value), NOT_A_CARD_NUMBER);

const optional = (most: number) => text(most, 'Fill this in').or(z.literal('')).default('');
const measured = z.string().max(200).default('');

const cardForm = z.object({
  attempt_id: z.string().max(64).default(''),
  paymentToken: z.string().max(4_000).default(''),
  customer_name: text(100, 'Enter the name on the card'),
  customer_email: text(254, 'Enter your email address').regex(
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
    'Enter an email address like name@example.com',
  ),
  customer_address: optional(200),
  customer_postcode: optional(16),
  device_timezone: measured,
  device_capabilities: measured,
  device_accept_language: measured,
  device_screen_resolution: measured,
});

export type CardForm = z.infer<typeof cardForm>;

export type ReadCardForm =
  | { readonly ok: true; readonly form: CardForm }
  | { readonly ok: false; readonly typed: TypedByShopper; readonly errors: readonly FieldError[] };

const NO_CARD =
  'The card details did not reach us. Nothing was charged. Check that the card fields below have loaded and type the card again.';

/**
 * Reads the posted card form. Of what Blink's element posts, only what the shopper typed and the browser measured is read: the amount,
 * the intent and every number of ours are our own.
 * @param asksAddress whether Blink asks for the card's address on this account
 */
export function readCardForm(body: unknown, asksAddress: boolean): ReadCardForm {
  const read = cardForm.safeParse(body);
  if (!read.success) return { ok: false, typed: typedIn(body), errors: read.error.issues.map(asFieldError) };
  const missing = [
    ...(read.data.paymentToken ? [] : [{ field: 'paymentToken', message: NO_CARD }]),
    ...(asksAddress ? missingAddress(read.data) : []),
  ];
  return missing.length === 0
    ? { ok: true, form: read.data }
    : { ok: false, typed: typedIn(body), errors: missing };
}

function missingAddress(form: CardForm): readonly FieldError[] {
  return [
    ...(form.customer_address
      ? []
      : [{ field: 'customer_address', message: "Enter the card's billing address" }]),
    ...(form.customer_postcode ? [] : [{ field: 'customer_postcode', message: "Enter the card's postcode" }]),
  ];
}

function asFieldError({ path, message }: { path: readonly PropertyKey[]; message: string }): FieldError {
  return { field: path.map(String).join('.'), message };
}

const echo = z
  .string()
  .max(300)
  .refine((value) => !holdsCardNumber(value))
  .catch('');
const typed = z
  .object({ customer_name: echo, customer_email: echo, customer_address: echo, customer_postcode: echo })
  .catch({ customer_name: '', customer_email: '', customer_address: '', customer_postcode: '' });

function typedIn(body: unknown): TypedByShopper {
  return typed.parse(body);
}
