import { randomUUID } from 'node:crypto';
import { ACCOUNT, API } from '../account';
import type { Transaction } from '../transactions/transaction';
import type { PaymentRule } from './payment-rules';

/** A shopper on the way to the bank. */
export interface Challenge {
  readonly id: string;
  /** Where the bank's answer goes: its path on Blink. */
  readonly answerPath: string;
  readonly transaction: Transaction;
  readonly rule: PaymentRule;
  /** The answer counts once; every later visit gets the result of the first. */
  answered: boolean;
  /** Where the browser goes once the bank has answered. */
  readonly returnTo: () => string;
}

export class Challenges {
  readonly #byId = new Map<string, Challenge>();

  /** @param prefix of the answer's path: repeat payments have one of their own */
  open(start: Pick<Challenge, 'transaction' | 'rule' | 'returnTo'>, prefix: string = API): Challenge {
    const id = randomUUID();
    const challenge = {
      ...start,
      id,
      answerPath: `${prefix}/${ACCOUNT.slug}/3ds_2_2/${id}`,
      answered: false,
    };
    this.#byId.set(id, challenge);
    return challenge;
  }

  find(id: string): Challenge | null {
    return this.#byId.get(id) ?? null;
  }
}
