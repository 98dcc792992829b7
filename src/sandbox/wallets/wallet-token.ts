import { z } from 'zod';
import { fieldsFrom, textOf, type Fields } from '../edge/fields';

const googleToken = z.object({
  signature: z.string().min(1),
  intermediateSigningKey: z.object({ signedKey: z.string() }),
  protocolVersion: z.literal('ECv2'),
  signedMessage: z.string().min(1),
});

const appleToken = z.object({
  data: z.string().min(1),
  signature: z.string().min(1),
  header: z.object({}),
  version: z.literal('EC_v1'),
});

const TOKENS = { googlepay: googleToken, applepay: appleToken } as const;
export type Wallet = keyof typeof TOKENS;

/** `paymentToken[header][publicKeyHash]=…`: forms may send the token in pieces, as Blink's own plugin does. */
export function walletTokenIn(fields: Fields): string {
  const pieces = Object.entries(fields).filter(([name]) => name.startsWith('paymentToken['));
  if (pieces.length === 0) return textOf(fields, 'paymentToken');
  const token: Record<string, unknown> = {};
  for (const [name, value] of pieces)
    put(
      token,
      [...name.matchAll(/\[([^[\]]*)\]/g)].map(([, key = '']) => key),
      value,
    );
  return JSON.stringify(token);
}

function put(into: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...fieldsFrom(into[first]) };
  put(inner, rest, value);
  into[first] = inner;
}

/** Only the token's shape is looked at. */
export function isWalletToken(wallet: Wallet, text: string): boolean {
  try {
    return TOKENS[wallet].safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
