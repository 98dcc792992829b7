import type { CardInfo } from './test-cards';

/** All that is kept of a card. Its number and its CVV are not among it. */
export interface StoredCard {
  readonly id: number;
  readonly mask: string;
  readonly info: CardInfo;
  readonly expiryMonth: number;
  readonly expiryYear: number;
}

const FIRST_ID = 70_001;

export class Vault {
  readonly #cards = new Map<number, StoredCard>();
  readonly #firstId: number;

  /** @param firstId what the numbers are counted on from */
  constructor(firstId: number) {
    this.#firstId = firstId + FIRST_ID;
  }

  store(card: Omit<StoredCard, 'id'>): StoredCard {
    const stored = { ...card, id: this.#firstId + this.#cards.size };
    this.#cards.set(stored.id, stored);
    return stored;
  }

  byId(id: number): StoredCard | null {
    return this.#cards.get(id) ?? null;
  }

  byToken(paymentToken: string): StoredCard | null {
    const match = /^\{"paymentToken":\{"method":"card","resource":"store","id":(\d{1,15})\}\}$/.exec(
      Buffer.from(paymentToken, 'base64').toString('utf8'),
    );
    return match ? this.byId(Number(match[1])) : null;
  }
}

export function paymentTokenOf({ id }: StoredCard): string {
  const content = { paymentToken: { method: 'card', resource: 'store', id } };
  return Buffer.from(JSON.stringify(content)).toString('base64');
}
