import { z } from 'zod';
import {
  asFieldErrors,
  echoOf,
  emailText,
  hiddenText,
  missingAddress,
  optionalText,
  requiredText,
} from './form-texts';
import type { ReadForm } from './form-errors';
import type { Texts } from './texts/texts';

export const cardForm = z.object({
  attempt_id: hiddenText(64),
  paymentToken: hiddenText(4_000),
  customer_name: requiredText(100, 'noNameOnCard'),
  customer_email: emailText(),
  customer_address: optionalText(200),
  customer_postcode: optionalText(16),
  device_timezone: hiddenText(200),
  device_capabilities: hiddenText(200),
  device_accept_language: hiddenText(200),
  device_screen_resolution: hiddenText(200),
});

export type CardForm = z.infer<typeof cardForm>;

export const onlyCardForm = cardForm.pick({ attempt_id: true, paymentToken: true });

export type OnlyCardForm = z.infer<typeof onlyCardForm>;

const WHOSE_ADDRESS = { address: 'noCardAddress', postcode: 'noCardPostcode' } as const;

/**
 * Reads the posted card form. Of what Blink's element posts, only what the shopper typed and the browser measured is read: the amount,
 * the intent and every number of ours are our own.
 * @param asked of the payer's details, those that Blink asks for on this account
 */
export function readCardForm(texts: Texts, body: unknown, asked: readonly string[]): ReadForm<CardForm> {
  const read = cardForm.safeParse(body);
  if (!read.success)
    return { ok: false, typed: typedInCardForm(body), errors: asFieldErrors(read.error, texts) };
  const missing = [
    ...(read.data.paymentToken ? [] : [{ field: 'paymentToken', message: texts.problems.noCard }]),
    ...missingAddress(read.data, asked, WHOSE_ADDRESS, texts),
  ];
  return missing.length === 0
    ? { ok: true, form: read.data }
    : { ok: false, typed: typedInCardForm(body), errors: missing };
}

/** Reads a posted form that asks for the card alone. */
export function readOnlyCardForm(texts: Texts, body: unknown): ReadForm<OnlyCardForm> {
  const read = onlyCardForm.safeParse(body);
  if (!read.success) return { ok: false, typed: {}, errors: asFieldErrors(read.error, texts) };
  return read.data.paymentToken
    ? { ok: true, form: read.data }
    : { ok: false, typed: {}, errors: [{ field: 'paymentToken', message: texts.problems.noCard }] };
}

/** What the shopper typed, as it came: it goes back into the form when the form is refused. */
export function typedInCardForm(body: unknown): Readonly<Record<string, string>> {
  return echoOf(body, ['customer_name', 'customer_email', 'customer_address', 'customer_postcode']);
}
