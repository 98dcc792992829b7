import type { Money } from '../kernel/money';
import type { RepeatPaymentCalls } from './schedules/repeat-payment';
import type { TransactionOperation, OperationAnswer, ReadUrgency, Transaction } from './payments/transaction';
import {
  type AccountWord,
  type Wallet,
  type NewIntent,
  type NewCardCheck,
  type Intent,
} from './payments/intent';
import type { CardPayment, DirectDebitPayment, OpenBankingPayment, PaymentAnswer } from './payments/payment';

/**
 * Everything that the rest of the product may ask of Blink. Amounts are minor units here and decimals on the wire.
 * Every method rejects with a `BlinkError` of `errors.ts`, never with the HTTP library's own error; an amount that
 * cannot be written for Blink is an `InvalidInput` before anything is sent.
 */
export interface Blink {
  readonly intents: {
    /** Makes at most two calls: one for a token when none is young enough, and one for the intent. */
    create(intent: NewIntent): Promise<Intent>;
    /** Creates an intent by which a card is only verified and stored: nothing is charged, so there is no amount. */
    createToCheckCard(intent: NewCardCheck): Promise<Intent>;
    get(intentId: number): Promise<Intent>;
    /** Works only while the intent is unused. */
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
     * Sets a direct debit up and has it collected, once: never sent again whatever happens. A success does not mean that money has arrived.
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
    /** The file that Apple looks for on the domain of every shop that shows its button. */
    associationFile(): Promise<string>;
    /** @throws BlinkRefused when Blink or Apple does not accept the domain */
    register(origin: string): Promise<void>;
  };
  /** What the account accepts, as Blink says with its access tokens. */
  readonly account: {
    /** Answers from a token younger than half an hour; where there is none it makes one call. */
    ask(): Promise<AccountWord>;
    /** The same without any call; null where there is no young token. */
    known(): AccountWord | null;
  };
  readonly transactions: {
    /** @throws TransactionNotFound when Blink does not know the id */
    get(transactionId: string, urgency?: ReadUrgency): Promise<Transaction>;
    /**
     * The calls below move the money of an existing payment. Each is sent once, whatever happens.
     * All throw BlinkNotAsked when it is certain that nothing was sent.
     */
    /** Refunds a settled payment, or part of it. */
    refund(refund: TransactionOperation & { readonly isWhole: boolean }): Promise<OperationAnswer>;
    /** Cancels the whole of a payment that is not settled yet, or voids an authorisation. */
    cancel(cancel: TransactionOperation): Promise<OperationAnswer>;
    /** Captures a delayed payment now, or part of it: the transaction stays the same. */
    capture(capture: TransactionOperation): Promise<OperationAnswer>;
    /** Charges the stored card once more: that is how a pre-authorisation is captured. The answer names a transaction of its own. */
    rerun(rerun: TransactionOperation): Promise<OperationAnswer>;
  };
}
