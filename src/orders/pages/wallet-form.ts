import { z } from 'zod';
import type { ReadForm } from '../../pages/form-errors';
import {
  asFieldErrors,
  echoOf,
  emailText,
  filledText,
  hiddenText,
  requiredText,
} from '../../pages/form-texts';

/** A wallet's token is a JSON text of a few kilobytes. */
const LONGEST_TOKEN = 32_000;

export const walletForm = z.object({
  attempt_id: hiddenText(64),
  paymentToken: hiddenText(LONGEST_TOKEN),
  customer_name: requiredText(100, 'Enter your name'),
  customer_email: emailText(),
  // Filled by Blink's script where the wallet tells them.
  customer_address: filledText(200),
  customer_postcode: filledText(16),
  device_timezone: hiddenText(200),
  device_capabilities: hiddenText(200),
  device_accept_language: hiddenText(200),
  device_screen_resolution: hiddenText(200),
});

export type WalletForm = z.infer<typeof walletForm>;

const NO_TOKEN =
  'Your wallet did not confirm the payment. Nothing was charged. Please press its button once more.';
const TYPED = ['customer_name', 'customer_email'] as const;

/** The wallet's token goes on to Blink as the text that it is: nothing of it is read here. */
export function readWalletForm(body: unknown): ReadForm<WalletForm> {
  const read = walletForm.safeParse(body);
  if (!read.success) return { ok: false, typed: typedInWalletForm(body), errors: asFieldErrors(read.error) };
  return read.data.paymentToken.trim()
    ? { ok: true, form: read.data }
    : { ok: false, typed: typedInWalletForm(body), errors: [{ field: 'paymentToken', message: NO_TOKEN }] };
}

export function typedInWalletForm(body: unknown): Readonly<Record<string, string>> {
  return echoOf(body, TYPED);
}
