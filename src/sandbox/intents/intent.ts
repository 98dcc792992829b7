import type { Money } from '../../kernel/money';

export const TRANSACTION_TYPES = ['SALE', 'VERIFY', 'PREAUTH', 'CREDIT'] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

export const PAYMENT_TYPES = ['credit-card', 'direct-debit', 'open-banking'] as const;
export type PaymentType = (typeof PAYMENT_TYPES)[number];

export const CARD_LAYOUTS = ['basic', 'single-line', 'multi-line'] as const;
export type CardLayout = (typeof CARD_LAYOUTS)[number];

export interface Customer {
  readonly name: string;
  readonly email: string;
  readonly address: string;
  readonly postcode: string;
}

/** What an intent asks for; all of it except the type can still be changed while the intent is active. */
export interface IntentTerms {
  readonly transactionType: TransactionType;
  readonly paymentType: PaymentType;
  /** Zero for VERIFY. */
  readonly amount: Money;
  readonly returnUrl: string;
  readonly notificationUrl: string;
  readonly cardLayout: CardLayout;
  readonly delayCaptureDays: number | null;
  readonly customer: Customer;
}

export interface Intent {
  /** For GET and PATCH. */
  readonly id: number;
  /** For payment calls: `pi_…`. */
  readonly paymentIntent: string;
  readonly transactionUnique: string;
  terms: IntentTerms;
  /** The moment the token expires that made it. */
  readonly expiresAt: Date;
  readonly withAddress: boolean;
  readonly withMoto: boolean;
  used: boolean;
}
