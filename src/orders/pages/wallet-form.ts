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
import type { Texts } from '../../pages/texts/texts';

/** A wallet's token is a JSON text of a few kilobytes. */
const LONGEST_TOKEN = 32_000;

export const walletForm = z.object({
  attempt_id: hiddenText(64),
  paymentToken: hiddenText(LONGEST_TOKEN),
  customer_name: requiredText(100, 'noName'),
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

const TYPED = ['customer_name', 'customer_email'] as const;

/** The wallet's token goes on to Blink as the text that it is: nothing of it is read here. */
export function readWalletForm(texts: Texts, body: unknown): ReadForm<WalletForm> {
  const read = walletForm.safeParse(body);
  const typed = typedInWalletForm(body);
  if (!read.success) return { ok: false, typed, errors: asFieldErrors(read.error, texts) };
  if (read.data.paymentToken.trim()) return { ok: true, form: read.data };
  return { ok: false, typed, errors: [{ field: 'paymentToken', message: texts.problems.noWalletToken }] };
}

export function typedInWalletForm(body: unknown): Readonly<Record<string, string>> {
  return echoOf(body, TYPED);
}
