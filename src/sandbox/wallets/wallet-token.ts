import { z } from 'zod';

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

/** The wallet's token has to arrive as JSON text; only its shape is looked at. */
export function isWalletToken(wallet: Wallet, text: string): boolean {
  try {
    return TOKENS[wallet].safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
