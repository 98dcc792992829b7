import { DAY, MINUTE } from '../../kernel/clock';

/**
 * Stores the answers under a shop's `Idempotency-Key`, so that a repeated request is answered and not carried out again.
 * Implementations pass the same contract test (`test/orders/idempotency-contract.ts`).
 */
export interface IdempotencyStore {
  /** Atomic: of many at once only one claim is the first. */
  claim(asked: IdempotentTry): Promise<IdempotencyClaim>;
  /** Stores the answer of the first request. A stored answer is never replaced. */
  keep(key: IdempotencyKey, answer: KeptAnswer): Promise<void>;
  /** Records that nothing was decided: the same request may be retried at once, under the same ticket. */
  release(key: IdempotencyKey): Promise<void>;
}

export interface IdempotencyKey {
  /** The owner of the key: two holders may use the same key. */
  readonly holder: string;
  readonly key: string;
}

export interface IdempotentTry extends IdempotencyKey {
  /** The fingerprint of the request: one key never belongs to two requests. */
  readonly fingerprint: string;
  /** Used when the key is new; a later try gets the first try's ticket. */
  readonly ticket: string;
  readonly now: Date;
}

export type IdempotencyClaim =
  /** The request neither is being nor was carried out: the caller carries it out, then calls `keep` or `release`. */
  | { readonly kind: 'first'; readonly ticket: string }
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  /** The key belongs to another request. */
  | { readonly kind: 'other_request' };

/** An answer as it was sent, to the byte. */
export interface KeptAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  readonly body: string;
}

/** After this time a request that is still being carried out counts as lost with its process: the next try carries it out again. */
export const IDEMPOTENT_TRY_LOST_AFTER_MS = 2 * MINUTE;

/** How long a key belongs to its request, at least. */
export const IDEMPOTENCY_KEPT_MS = DAY;
