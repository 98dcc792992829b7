import type { Browser } from '../blink/payments/payment';

export interface CardDetails {
  /** From Blink's hosted fields: stands for the card, is used once and never stored. */
  readonly paymentToken: string;
  readonly payer: {
    readonly name: string;
    readonly email: string;
    readonly address: string | null;
    readonly postcode: string | null;
  };
  readonly browser: Browser;
}
