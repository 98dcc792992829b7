import type { Clock } from '../../kernel/clock';
import { newPaymentIntent, newTransactionUnique } from '../ids';
import type { AccessToken } from '../tokens/tokens';
import type { Intent, IntentTerms } from './intent';

const FIRST_ID = 1_001;

/** All intents, by both of their ids. */
export class Intents {
  readonly #clock: Clock;
  readonly #firstId: number;
  readonly #byId = new Map<number, Intent>();
  readonly #byPaymentIntent = new Map<string, Intent>();

  /** @param firstId what the numbers are counted on from */
  constructor(clock: Clock, firstId: number) {
    this.#clock = clock;
    this.#firstId = firstId + FIRST_ID;
  }

  create(terms: IntentTerms, token: AccessToken): Intent {
    const intent: Intent = {
      id: this.#firstId + this.#byId.size,
      paymentIntent: newPaymentIntent(),
      transactionUnique: newTransactionUnique(),
      terms,
      expiresAt: token.expiresAt,
      withAddress: token.flags.addressPostcodeRequired,
      withMoto: token.flags.enableMotoPayments,
      used: false,
    };
    this.#byId.set(intent.id, intent);
    this.#byPaymentIntent.set(intent.paymentIntent, intent);
    return intent;
  }

  byId(id: number): Intent | null {
    return this.#byId.get(id) ?? null;
  }

  byPaymentIntent(paymentIntent: string): Intent | null {
    return this.#byPaymentIntent.get(paymentIntent) ?? null;
  }

  isActive(intent: Intent): boolean {
    return !intent.used && intent.expiresAt > this.#clock.now();
  }
}
