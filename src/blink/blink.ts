import type { FieldError } from '../kernel/errors';
import type { Money } from '../kernel/money';
import type { RepeatPaymentCalls } from './schedules/repeat-payment';

/**
 * What the rest of the product knows of Blink. Amounts are minor units here and decimals on the wire.
 * Every method rejects with a `BlinkError` of `errors.ts`, never with the HTTP library's own error; an amount that
 * cannot be written for Blink is an `InvalidInput` before anything is sent.
 */
export interface Blink {
  readonly intents: {
    /** At most two calls: a token when none is young enough, and the intent. */
    create(intent: NewIntent): Promise<Intent>;
    /** For a card that is only checked, and kept: nothing is taken by it, so there is no amount. */
    createToCheckCard(intent: NewCardCheck): Promise<Intent>;
    get(intentId: number): Promise<Intent>;
    /** Only while the intent is unused. */
    update(intentId: number, change: { readonly amount: Money }): Promise<Intent>;
  };
  readonly creditCards: {
    /**
     * Charges a tokenised card, once: never sent again whatever happens.
     * @throws BlinkNotAsked when it is certain that nothing was sent
     */
    pay(payment: CardPayment): Promise<PaymentAnswer>;
  };
  readonly directDebits: {
    /**
     * Sets a direct debit up and has it collected, once: never sent again whatever happens. Its success is not money yet.
     * @throws BlinkNotAsked when it is certain that nothing was sent
     */
    pay(payment: DirectDebitPayment): Promise<PaymentAnswer>;
  };
  readonly openBankings: {
    /**
     * Starts a payment from the shopper's own bank, once: its success is the address of that bank.
     * @throws BlinkNotAsked when it is certain that nothing was sent
     */
    pay(payment: OpenBankingPayment): Promise<PaymentAnswer>;
  };
  readonly wallets: {
    /**
     * Charges what a wallet gave, once: never sent again whatever happens.
     * @throws BlinkNotAsked when it is certain that nothing was sent
     */
    pay(wallet: Wallet, payment: CardPayment): Promise<PaymentAnswer>;
  };
  /** Card schedules that Blink runs. */
  readonly repeatPayments: RepeatPaymentCalls;
  readonly applePayDomains: {
    /** The file that Apple wants to find on the domain of every shop that shows its button. */
    associationFile(): Promise<string>;
    /** @throws BlinkRefused when Blink or Apple does not accept the domain */
    register(origin: string): Promise<void>;
  };
  /** What the account may take, as Blink says with its access tokens. */
  readonly account: {
    /** By a token younger than half an hour, which is asked for where there is none: at most one call. */
    ask(): Promise<AccountWord>;
    /** The same without any call; null where there is no such token. */
    known(): AccountWord | null;
  };
  readonly transactions: {
    /** @throws TransactionNotFound when Blink does not know the id */
    get(transactionId: string, urgency?: ReadUrgency): Promise<Transaction>;
    /**
     * The calls below move money of a payment that was made. Each is sent once, whatever happens.
     * All throw BlinkNotAsked when it is certain that nothing was sent.
     */
    /** Gives back a settled payment, or part of it. */
    refund(refund: TransactionMove & { readonly isWhole: boolean }): Promise<MoveAnswer>;
    /** Undoes the whole of a payment that is not settled yet, or gives up money that is only reserved. */
    cancel(cancel: TransactionMove): Promise<MoveAnswer>;
    /** Takes a delayed capture now, or part of it: the transaction stays the same. */
    capture(capture: TransactionMove): Promise<MoveAnswer>;
    /** Charges the stored card once more: that is how a pre-authorisation is taken. Answers with a transaction of its own. */
    rerun(rerun: TransactionMove): Promise<MoveAnswer>;
  };
}

export interface TransactionMove {
  readonly transactionId: string;
  /** What is to move; for `cancel` the whole of it. */
  readonly amount: Money;
  /** Ours, for whoever looks at Blink's portal; Blink takes it as a mere reference, not as a key against repeats. */
  readonly reference: string;
}

/** What an answer to such a call says. Anything that is not clearly one of the first two is `unknown`. */
export type MoveAnswer =
  /** Blink says that it did it. */
  | { readonly kind: 'done'; readonly transactionId: string }
  /** Nothing moved. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The money may have moved. `cause` is a short fixed word for the log. */
  | { readonly kind: 'unknown'; readonly cause: string };

/** When little of Blink's rate limit is left, sweeps wait before reads that somebody waits for. */
/** `look`: a shopper would like to know, and hears of it without asking, too. */
export type ReadUrgency = 'verify' | 'look' | 'sweep';

export const PAYMENT_TYPES = ['credit-card', 'direct-debit', 'open-banking'] as const;
export type PaymentType = (typeof PAYMENT_TYPES)[number];

/** Each is null when Blink does not say. */
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
  /** As far as it is known: Blink fills its elements with it, and banks compare the address. */
  readonly customer?: Partial<{ readonly [Field in keyof Payer]: Payer[Field] | undefined }> | undefined;
  /** At once when it is left out. Cards and wallets only. */
  readonly capture?: IntentCapture | undefined;
  /** By the customer when it is left out. Only an intent for the telephone has `cardByPhone`. */
  readonly cardEnteredBy?: CardEnteredBy | undefined;
  /** False: whoever pays has had a form before. When little of the rate limit is left, it gives way to those who have had none. */
  readonly isFirst?: boolean | undefined;
}

export type CardEnteredBy = 'customer' | 'staff_by_phone';

export interface NewCardCheck extends Pick<
  NewIntent,
  'returnUrl' | 'notificationUrl' | 'customer' | 'cardEnteredBy' | 'isFirst'
> {
  readonly currency: string;
}

/** When the money of a card is taken: at once, only when we ask for it, or by Blink itself so many days later (1 to 30). */
export type IntentCapture = 'at_once' | 'on_request' | { readonly afterDays: number };

export interface Intent {
  /** The number that GET and PATCH take. */
  readonly id: number;
  /** The `pi_…` text that payment calls take. */
  readonly reference: string;
  /** By our own clock, from the token the intent was made with: Blink's own dates were an hour off in summers. */
  readonly expiresAt: Date;
  /** The gateway's merchant number, which the hosted fields need. */
  readonly merchantId: string;
  readonly transactionUnique: string;
  readonly elements: Elements;
}

/** The ways to pay that Blink offers on this intent, read from its HTML and reduced to data. */
export interface Elements {
  readonly card: CardElement | null;
  /** For staff to whom the customer reads the card out; only where the account may do that. */
  readonly cardByPhone: CardElement | null;
  readonly directDebit: BankElement | null;
  readonly openBanking: BankElement | null;
  readonly applePay: WalletElement | null;
  readonly googlePay: WalletElement | null;
}

/** A plain form for which Blink needs no script. */
export interface BankElement {
  /** Of the payer's details those that not every account asks for: `customer_address`, `customer_postcode`. */
  readonly textFields: readonly string[];
}

/** A button that Blink's own script serves. */
export interface WalletElement {
  /** What the element's handler gives to Blink's script, in this order: amount, currency, merchant and the like. */
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

export interface CardPayment {
  readonly intentReference: string;
  readonly paymentToken: string;
  readonly transactionUnique: string;
  readonly payer: Payer;
  /** Ours, small, ids only: comes back on the transaction. Sent as a JSON string. */
  readonly merchantData: Readonly<Record<string, string>>;
  readonly browser: Browser;
  /** The one that the intent was made with: an answer that leads elsewhere is not believed. */
  readonly returnUrl: string;
}

export interface DirectDebitPayment {
  readonly intentReference: string;
  /** A person, or a company when `companyName` is given. */
  readonly givenName: string;
  readonly familyName: string;
  readonly companyName: string;
  readonly email: string;
  readonly address?: string | undefined;
  readonly postcode?: string | undefined;
  readonly account: {
    readonly holder: string;
    /** Six digits. */
    readonly sortCode: string;
    /** Eight digits. */
    readonly number: string;
  };
  readonly merchantData: Readonly<Record<string, string>>;
  readonly returnUrl: string;
}

export interface OpenBankingPayment {
  readonly intentReference: string;
  readonly transactionUnique: string;
  readonly payer: Payer;
  readonly merchantData: Readonly<Record<string, string>>;
  readonly returnUrl: string;
}

export interface Payer {
  readonly name: string;
  readonly email: string;
  readonly address?: string | undefined;
  readonly postcode?: string | undefined;
}

/** The shopper's own browser, which the bank's 3DS looks at. */
export interface Browser {
  /** Headers of the shopper's request, as they came; empty when absent. */
  readonly userAgent: string;
  readonly accept: string;
  readonly acceptLanguage: string;
  readonly acceptEncoding: string;
  readonly acceptCharset: string;
  /** The connection's address, never what the page claims. */
  readonly ip: string;
  /** Measured by the page: minutes as `getTimezoneOffset` gives them, `javascript[,java]`, `WxHxD`. */
  readonly timezone: string;
  readonly capabilities: string;
  readonly language: string;
  readonly screenResolution: string;
}

/** What an answer to a call that moves money says. Anything that is not clearly one of the others is `unknown`. */
export type PaymentAnswer =
  /** The bank asks the shopper: post these fields there. */
  | { readonly kind: 'challenge'; readonly form: ChallengeForm }
  /** Blink names the transaction and a status that nobody should believe before reading the transaction. */
  | { readonly kind: 'named'; readonly transactionId: string; readonly status: string; readonly note: string }
  /** The shopper goes on to the bank's page (open banking). */
  | { readonly kind: 'bank_page'; readonly url: string }
  /** `isShort`: no more than `{"error": "text"}`. Where Blink can be asked what became of the payment, it is asked. */
  | {
      readonly kind: 'declined';
      readonly reason: string;
      readonly transactionId: string | null;
      readonly isShort?: true;
    }
  /** Refused before anything was charged; the fields are Blink's names. */
  | { readonly kind: 'invalid'; readonly fields: readonly FieldError[] }
  /** The intent ran out or was used before. */
  | { readonly kind: 'intent_over' }
  /** The account may not be paid in this way: nothing was charged, and nobody else should be asked to try. */
  | { readonly kind: 'not_enabled' }
  /** Blink did not get as far as the payment: the same intent may be charged again. `cause` is a short fixed word for the log. */
  | { readonly kind: 'turned_away'; readonly cause: string }
  /** The money may have moved. `cause` is a short fixed word for the log: `timeout`, `connection_lost`, `status_503`, … */
  | { readonly kind: 'unknown'; readonly cause: string };

export interface ChallengeForm {
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

export interface Transaction {
  readonly id: string;
  /** Blink's word as it came; `meaningOf` says what it means for a family of methods. */
  readonly status: string;
  readonly message: string;
  readonly amount: Money;
  readonly paymentSource: string;
  /** Whatever shape Blink gave it, as flat text values; empty when there was none or it could not be read. */
  readonly merchantData: Readonly<Record<string, string>>;
}

export type Family = 'card' | 'direct_debit' | 'open_banking' | 'wallet';

/** What a status word says of the money. */
export type Meaning =
  | 'captured'
  /** Direct debit: collected, not yet paid out. Whether that is money is the merchant's policy. */
  | 'confirmed'
  | 'authorised'
  | 'pending'
  | 'declined'
  | 'undone'
  /** Part of it was given back; how much, Blink does not show. */
  | 'partly_undone'
  | 'unknown';
