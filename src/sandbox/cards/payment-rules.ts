import { DECLINES, type Verdict } from '../transactions/amount-bands';

export const THREE_DS = ['challenge', 'frictionless', 'rejected'] as const;
export type ThreeDs = (typeof THREE_DS)[number];

export const OUTCOMES = ['authorised', 'approved-first', 'rejected-at-settlement', 'declined', 'keep-card', 'referred', 'sca-required', 'invalid-amount'] as const; // prettier-ignore
export type Outcome = (typeof OUTCOMES)[number];

/** Goes before what the card and the amount would bring about. */
export interface PaymentRule {
  readonly threeDs?: ThreeDs | undefined;
  readonly outcome?: Outcome | undefined;
}

/** Rules set from outside: for the next payments, one each, or for a card. */
export class PaymentRules {
  readonly #next: PaymentRule[] = [];
  readonly #byCard = new Map<string, PaymentRule>();

  forNext(rule: PaymentRule): void {
    this.#next.push(rule);
  }

  forCard(lastFour: string, rule: PaymentRule): void {
    this.#byCard.set(lastFour, rule);
  }

  forget(): void {
    this.#next.length = 0;
    this.#byCard.clear();
  }

  /** The rule for one payment: the next one in line is used up by it. */
  take(cardMask: string | null): PaymentRule {
    return { ...this.#byCard.get(cardMask?.slice(-4) ?? ''), ...this.#next.shift() };
  }
}

export function verdictOf(outcome: Outcome): Verdict {
  switch (outcome) {
    case 'authorised':
      return { approved: true, settlement: 'accepted' };
    case 'approved-first':
      return { approved: true, settlement: 'accepted', isTakenLater: true };
    case 'rejected-at-settlement':
      return { approved: true, settlement: 'rejected' };
    case 'declined':
      return DECLINES.declined;
    case 'keep-card':
      return DECLINES.keepCard;
    case 'referred':
      return DECLINES.referred;
    case 'sca-required':
      return DECLINES.scaRequired;
    case 'invalid-amount':
      return DECLINES.invalidAmount;
    default:
      return outcome satisfies never;
  }
}
