import type { FieldError } from '../../kernel/errors';

export interface CardPayment {
  readonly intentReference: string;
  readonly paymentToken: string;
  readonly transactionUnique: string;
  readonly payer: Payer;
  /** A few ids of ours that Blink returns on the transaction. Sent as a JSON string. */
  readonly merchantData: Readonly<Record<string, string>>;
  readonly browser: Browser;
  /** The return address that the intent was made with: an answer that leads elsewhere is not believed. */
  readonly returnUrl: string;
}

export interface DirectDebitPayment {
  readonly intentReference: string;
  /** The payer is a person, or a company when `companyName` is given. */
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

/** The shopper's own browser, which the bank's 3-D Secure examines. */
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

/** The meaning of an answer to a call that moves money. Anything that is not clearly one of the others is `unknown`. */
export type PaymentAnswer =
  /** The bank challenges the shopper: the browser posts these fields to it. */
  | { readonly kind: 'challenge'; readonly form: ChallengeForm }
  /** Blink names the transaction and a status that nobody should believe before reading the transaction. */
  | { readonly kind: 'named'; readonly transactionId: string; readonly status: string; readonly note: string }
  /** The shopper goes on to the bank's page (open banking). */
  | { readonly kind: 'bank_page'; readonly url: string }
  /** `isShort` when the answer was only `{"error": "text"}`. Where the payment's transaction can be read at Blink, it is read. */
  | {
      readonly kind: 'declined';
      readonly reason: string;
      readonly transactionId: string | null;
      readonly isShort?: true;
    }
  /** Blink refused the input before anything was charged; the fields have Blink's names. */
  | { readonly kind: 'invalid'; readonly fields: readonly FieldError[] }
  /** The intent expired or was used before. */
  | { readonly kind: 'intent_over' }
  /** The account does not have this method: nothing was charged, and the method should not be offered again. */
  | { readonly kind: 'not_enabled' }
  /** Blink refused the call before the payment: the same intent may be charged again. `cause` is a short fixed word for the log. */
  | { readonly kind: 'turned_away'; readonly cause: string }
  /** The money may have moved. `cause` is a short fixed word for the log: `timeout`, `connection_lost`, `status_503`, … */
  | { readonly kind: 'unknown'; readonly cause: string };

export interface ChallengeForm {
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}
