import { DAY, MINUTE } from '../../kernel/clock';

/**
 * Keeps what was answered under a shop's `Idempotency-Key`, so that a repeated request is answered and not carried out again.
 * Implementations pass the same contract test (`test/orders/idempotency-contract.ts`).
 */
export interface IdempotencyStore {
  /** Atomic: of many at once only one is told that it is the first. */
  claim(asked: IdempotentTry): Promise<IdempotencyClaim>;
  /** Keeps the answer of the request that was the first. An answer that is kept stays as it is. */
  keep(key: IdempotencyKey, answer: KeptAnswer): Promise<void>;
  /** Says that nothing was decided: the same request may be tried again at once, under the same ticket. */
  release(key: IdempotencyKey): Promise<void>;
}

export interface IdempotencyKey {
  /** Whose key it is: two holders may use the same one. */
  readonly holder: string;
  readonly key: string;
}

export interface IdempotentTry extends IdempotencyKey {
  /** Of what is asked for: the same key never stands for two requests. */
  readonly fingerprint: string;
  /** Taken when the key is new; a later try gets the first one's. */
  readonly ticket: string;
  readonly now: Date;
}

export type IdempotencyClaim =
  /** Nobody is carrying the request out, and nobody has: carry it out, then `keep` or `release`. */
  | { readonly kind: 'first'; readonly ticket: string }
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  /** The key stands for another request. */
  | { readonly kind: 'other_request' };

/** An answer as it went out, to the byte. */
export interface KeptAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  readonly body: string;
}

/** A request that has been carried out for so long has lost its process: the next try carries it out again. */
export const IDEMPOTENT_TRY_LOST_AFTER_MS = 2 * MINUTE;

/** How long a key stands for its request, at least. */
export const IDEMPOTENCY_KEPT_MS = DAY;
