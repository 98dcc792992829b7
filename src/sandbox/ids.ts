import { randomBytes, randomInt } from 'node:crypto';

const DIGITS = '0123456789';
const HEX = '0123456789ABCDEF';
const BASE_36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** Cards, as issued since December 2024: `BL-NRUGVMX93Q-075959`. */
export const newCardTransactionId = (): string => `BL-${pick(BASE_36, 10)}-${pick(DIGITS, 6)}`;

/** Direct debit and open banking keep the older form, ten hex digits that start with 00: `BL-002A0C04CE`. */
export const newBankTransactionId = (): string => `BL-00${pick(HEX, 8)}`;

/** `pi_` and 107 URL-safe characters. */
export const newPaymentIntent = (): string => `pi_${randomBytes(81).toString('base64url').slice(0, 107)}`;

export const newTransactionUnique = (): string => pick(ALPHANUMERIC, 12);

/** The gateway's cross reference, as instalments show it: `24013013VX01NV35FB13TYZ`. */
export const newXref = (): string => `${pick(DIGITS, 8)}${pick(BASE_36, 15)}`;

const BEFORE_ANY_SANDBOX = Date.UTC(2026, 0);
/** More than a sandbox gives out in a second, so that a run that follows soon begins beyond it. */
const IDS_A_SECOND = 100;

/** Where the numbers of a run begin that starts at this moment. */
export function firstIdAt(moment: Date): number {
  return Math.floor((moment.getTime() - BEFORE_ANY_SANDBOX) / 1_000) * IDS_A_SECOND;
}
