import { z } from 'zod';
import type { Immutable } from '../kernel/immutable';
import type { Family } from '../blink/payments/transaction';
import type { PaymentType } from '../blink/payments/intent';

export const PAYMENT_METHODS = ['card', 'direct_debit', 'open_banking', 'apple_pay', 'google_pay'] as const;

export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export const capturePolicySchema = z.union([
  z.enum(['automatic', 'manual']),
  z.object({ delayDays: z.int() }),
]);

/** When the money is captured: at once, when the shop asks for it, or by Blink so many days later. */
export type CapturePolicy = Immutable<z.infer<typeof capturePolicySchema>>;

interface MethodFacts {
  /** The kind of intent that the method needs at Blink. */
  readonly paymentType: PaymentType;
  /** The family of status words that Blink uses for the method's transactions. */
  readonly family: Family;
  /** The method's place among those offered: the one that asks least of the shopper comes first. */
  readonly place: number;
  /** In pence: Blink makes no intent for less. Its least amounts in other currencies are not known. */
  readonly leastInPounds: number;
  /** Null when the method takes every currency that the account has. */
  readonly currencies: readonly string[] | null;
  /** How long the outcome may take: a Direct Debit is collected over days. */
  readonly settles: 'at_once' | 'in_days';
}

const BY_CARD = {
  paymentType: 'credit-card',
  leastInPounds: 1_00,
  currencies: null,
  settles: 'at_once',
} as const;
const ONLY_POUNDS = ['GBP'];

/** All facts about each payment method. Wallets pay with a card. */
export const METHODS: Readonly<Record<PaymentMethod, MethodFacts>> = {
  apple_pay: { ...BY_CARD, family: 'wallet', place: 1 },
  google_pay: { ...BY_CARD, family: 'wallet', place: 2 },
  card: { ...BY_CARD, family: 'card', place: 3 },
  open_banking: {
    paymentType: 'open-banking',
    family: 'open_banking',
    place: 4,
    leastInPounds: 1,
    currencies: ONLY_POUNDS,
    settles: 'at_once',
  },
  direct_debit: {
    paymentType: 'direct-debit',
    family: 'direct_debit',
    place: 5,
    leastInPounds: 1_01,
    currencies: ONLY_POUNDS,
    settles: 'in_days',
  },
};

export const BEST_FIRST: readonly PaymentMethod[] = [...PAYMENT_METHODS].sort(
  (one, other) => METHODS[one].place - METHODS[other].place,
);

/**
 * Whether the method pays with a card: wallets do, too. Only card payments can be authorised first and captured later, and only card
 * payments does Blink refund; bank payments are collected at once, and refunded by bank transfer.
 */
export function isByCard(method: PaymentMethod): boolean {
  return METHODS[method].paymentType === 'credit-card';
}
