import type { Money } from '../../kernel/money';
import type { Payer } from './payment';

export const PAYMENT_TYPES = ['credit-card', 'direct-debit', 'open-banking'] as const;

export type PaymentType = (typeof PAYMENT_TYPES)[number];

/** What Blink says about the account; each part is null when Blink does not say it. */
export interface AccountWord {
  readonly paymentTypes: readonly PaymentType[] | null;
  /** ISO 4217 codes. */
  readonly currencies: readonly string[] | null;
  /** Whether real money moves. */
  readonly status: 'live' | 'test' | null;
}

export type Wallet = 'apple_pay' | 'google_pay';

export interface NewIntent {
  readonly paymentType: PaymentType;
  readonly amount: Money;
  readonly returnUrl: string;
  readonly notificationUrl: string;
  /** The customer as far as known: Blink fills its elements with it, and banks compare the address. */
  readonly customer?: Partial<{ readonly [Field in keyof Payer]: Payer[Field] | undefined }> | undefined;
  /** When left out, the money is captured at once. For cards and wallets only. */
  readonly capture?: IntentCapture | undefined;
  /** When left out, the customer enters the card. Only an intent for the telephone has `cardByPhone`. */
  readonly cardEnteredBy?: CardEnteredBy | undefined;
  /** False when the payer has had a form before. When little of the rate limit is left, such a payer waits behind those without a form. */
  readonly isFirst?: boolean | undefined;
}

export type CardEnteredBy = 'customer' | 'staff_by_phone';

export interface NewCardCheck extends Pick<
  NewIntent,
  'returnUrl' | 'notificationUrl' | 'customer' | 'cardEnteredBy' | 'isFirst'
> {
  readonly currency: string;
}

/** When a card payment is captured: at once, only when we ask for it, or by Blink itself so many days later (1 to 30). */
export type IntentCapture = 'at_once' | 'on_request' | { readonly afterDays: number };

export interface Intent {
  /** The number by which GET and PATCH name the intent. */
  readonly id: number;
  /** The `pi_…` text by which payment calls name the intent. */
  readonly reference: string;
  /** By our own clock, from the token that made the intent: Blink's own dates were an hour off in summers. */
  readonly expiresAt: Date;
  /** The gateway's merchant number, which the hosted fields need. */
  readonly merchantId: string;
  readonly transactionUnique: string;
  readonly elements: Elements;
}

/** The payment methods that Blink offers on this intent, read from its HTML and reduced to data. */
export interface Elements {
  readonly card: CardElement | null;
  /** The form for staff to whom the customer reads the card out; only where the account may do that. */
  readonly cardByPhone: CardElement | null;
  readonly directDebit: BankElement | null;
  readonly openBanking: BankElement | null;
  readonly applePay: WalletElement | null;
  readonly googlePay: WalletElement | null;
}

/** A plain form for which Blink needs no script. */
export interface BankElement {
  /** The payer's details that only some accounts ask for: `customer_address`, `customer_postcode`. */
  readonly textFields: readonly string[];
}

/** A button that Blink's own script handles. */
export interface WalletElement {
  /** The arguments that the element's handler passes to Blink's script, in this order: amount, currency, merchant and others. */
  readonly values: readonly string[];
}

export interface CardElement {
  readonly hostedFields: readonly HostedField[];
  /** `customer_name`, `customer_email` and, when the account asks for them, `customer_address` and `customer_postcode`. */
  readonly textFields: readonly string[];
}

export interface HostedField {
  readonly type: 'cardNumber' | 'cardExpiryDate' | 'cardCVV';
  readonly placeholder: string;
}
