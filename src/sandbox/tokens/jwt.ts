import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.strictObject({ merchant_id: z.int(), secret_key: z.string(), exp: z.int() });
export type Claims = z.infer<typeof claimsSchema>;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signatureOf(content: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

/** HS256. The claims are exactly Blink's, so what tells two tokens of the same second apart stands in the header. */
export function signedToken(claims: Claims, key: Buffer): string {
  const header = { typ: 'JWT', alg: 'HS256', kid: randomBytes(9).toString('base64url') };
  const content = `${encoded(header)}.${encoded(claims)}`;
  return `${content}.${signatureOf(content, key).toString('base64url')}`;
}

/** @returns null when the token is not one that `key` has signed; its time is not looked at */
export function claimsOf(token: string, key: Buffer): Claims | null {
  const match = /^([\w-]+\.([\w-]+))\.([\w-]+)$/.exec(token);
  if (!match) return null;
  const [, content = '', payload = '', signature = ''] = match;
  const expected = signatureOf(content, key);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return claimsFrom(Buffer.from(payload, 'base64url').toString('utf8'));
}

function claimsFrom(text: string): Claims | null {
  try {
    const read = claimsSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
