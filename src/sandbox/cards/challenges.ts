import { randomUUID } from 'node:crypto';
import { ACCOUNT, API } from '../account';
import type { Transaction } from '../transactions/transaction';

export interface Visit {
  readonly transaction: Transaction;
  /** What happens when the bank has answered; called once. */
  readonly onAnswer: (approved: boolean) => void;
  /** Where the browser goes after that. */
  readonly returnTo: () => string;
}

/** A shopper on the way to the bank. */
export interface Challenge extends Visit {
  readonly id: string;
  /** Where the bank's answer goes: its path on Blink. */
  readonly answerPath: string;
  /** The answer counts once; every later visit gets the result of the first. */
  answered: boolean;
}

export class Challenges {
  readonly #byId = new Map<string, Challenge>();

  /** 3-D Secure. @param prefix of the answer's path: repeat payments have one of their own */
  open(visit: Visit, prefix: string = API): Challenge {
    return this.#keep(visit, (id) => `${prefix}/${ACCOUNT.slug}/3ds_2_2/${id}`);
  }

  /** Open banking: the bank's page has an address of its own. */
  openAtBank(visit: Visit): Challenge {
    return this.#keep(visit, (id) => `/bank/${id}`);
  }

  find(id: string): Challenge | null {
    return this.#byId.get(id) ?? null;
  }

  /** A reload, or the other button after going back, changes nothing any more. */
  answer(challenge: Challenge, approved: boolean): void {
    if (challenge.answered) return;
    challenge.answered = true;
    challenge.onAnswer(approved);
  }

  #keep(visit: Visit, pathOf: (id: string) => string): Challenge {
    const id = randomUUID();
    const challenge = { ...visit, id, answerPath: pathOf(id), answered: false };
    this.#byId.set(id, challenge);
    return challenge;
  }
}
