import type { Family } from '../blink/payments/transaction';
import type { PaymentType } from '../blink/payments/intent';

export const PAYMENT_METHODS = ['card', 'direct_debit', 'open_banking', 'apple_pay', 'google_pay'] as const;

export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** When the money is taken: at once, when the shop asks for it, or by Blink so many days later. */
export type CapturePolicy = 'automatic' | 'manual' | { readonly delayDays: number };

interface MethodFacts {
  /** What a shopper calls it, on pages and receipts alike. */
  readonly name: string;
  /** The kind of intent that it needs at Blink. */
  readonly paymentType: PaymentType;
  /** Whose status words Blink uses for it. */
  readonly family: Family;
  /** Its place among the ways that are offered: what needs least of the shopper comes first. */
  readonly place: number;
  /** Pence: Blink makes no intent for less. What it takes least in other currencies is not known. */
  readonly leastInPounds: number;
  /** Null: every one that the account has. */
  readonly currencies: readonly string[] | null;
  /** How long its outcome may take: a Direct Debit is collected over days. */
  readonly settles: 'at_once' | 'in_days';
}

const BY_CARD = {
  paymentType: 'credit-card',
  leastInPounds: 1_00,
  currencies: null,
  settles: 'at_once',
} as const;
const ONLY_POUNDS = ['GBP'];

/** What is known of each way to pay. Wallets pay with a card. */
export const METHODS: Readonly<Record<PaymentMethod, MethodFacts>> = {
  apple_pay: { ...BY_CARD, name: 'Apple Pay', family: 'wallet', place: 1 },
  google_pay: { ...BY_CARD, name: 'Google Pay', family: 'wallet', place: 2 },
  card: { ...BY_CARD, name: 'Card', family: 'card', place: 3 },
  open_banking: {
    name: 'Bank transfer',
    paymentType: 'open-banking',
    family: 'open_banking',
    place: 4,
    leastInPounds: 1,
    currencies: ONLY_POUNDS,
    settles: 'at_once',
  },
  direct_debit: {
    name: 'Direct Debit',
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
 * Whether a payment is a card's: wallets pay by card, too. Only a card's money can be authorised first and captured later, and only a card's
 * money does Blink refund; bank payments move at once, and go back by the bank.
 */
export function isByCard(method: PaymentMethod): boolean {
  return METHODS[method].paymentType === 'credit-card';
}
