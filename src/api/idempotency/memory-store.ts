import { later } from '../../kernel/clock';
import {
  IDEMPOTENCY_KEPT_MS,
  IDEMPOTENT_TRY_LOST_AFTER_MS,
  type IdempotencyClaim,
  type IdempotencyKey,
  type IdempotencyStore,
  type IdempotentTry,
  type KeptAnswer,
} from './store';

interface Kept {
  readonly fingerprint: string;
  readonly ticket: string;
  readonly createdAt: Date;
  /** Until when the request counts as being carried out; null when it is not. */
  runningUntil: Date | null;
  answer: KeptAnswer | null;
}

export interface IdempotencyLimits {
  readonly maxKeys: number;
  /** The most characters of all stored answers together. */
  readonly maxText: number;
}

const LIMITS: IdempotencyLimits = { maxKeys: 25_000, maxText: 50_000_000 };

/** Stores keys in this process, for a day at most; when there are too many, the oldest are forgotten first. */
export class MemoryIdempotencyStore implements IdempotencyStore {
  private readonly kept = new Map<string, Kept>();
  private text = 0;

  constructor(private readonly limits: IdempotencyLimits = LIMITS) {}

  claim(asked: IdempotentTry): Promise<IdempotencyClaim> {
    return Promise.resolve(this.decide(asked));
  }

  keep(key: IdempotencyKey, answer: KeptAnswer): Promise<void> {
    const known = this.kept.get(nameOf(key));
    if (known) {
      known.runningUntil = null;
      if (!known.answer) this.text += answer.body.length;
      known.answer ??= answer;
    }
    return Promise.resolve();
  }

  release(key: IdempotencyKey): Promise<void> {
    const known = this.kept.get(nameOf(key));
    if (known) known.runningUntil = null;
    return Promise.resolve();
  }

  private decide(asked: IdempotentTry): IdempotencyClaim {
    this.forgetOld(asked.now);
    const known = this.kept.get(nameOf(asked)) ?? this.remember(asked);
    if (known.fingerprint !== asked.fingerprint) return { kind: 'other_request' };
    if (known.answer) return { kind: 'answered', answer: known.answer };
    if (known.runningUntil && asked.now < known.runningUntil) return { kind: 'running' };
    known.runningUntil = later(asked.now, IDEMPOTENT_TRY_LOST_AFTER_MS);
    return { kind: 'first', ticket: known.ticket };
  }

  private remember({ fingerprint, ticket, now, ...key }: IdempotentTry): Kept {
    this.makeRoom(now);
    const added: Kept = { fingerprint, ticket, createdAt: now, runningUntil: null, answer: null };
    this.kept.set(nameOf(key), added);
    return added;
  }

  /** A map lists its entries in the order in which they were added, so the oldest come first. */
  private forgetOld(now: Date): void {
    for (const [name, { createdAt }] of this.kept) {
      if (now < later(createdAt, IDEMPOTENCY_KEPT_MS)) return;
      this.forget(name);
    }
  }

  /** Keeps the key of a request that is being carried out: without it a retry would be carried out beside the request. */
  private makeRoom(now: Date): void {
    for (const [name, { runningUntil }] of this.kept) {
      if (this.kept.size < this.limits.maxKeys && this.text <= this.limits.maxText) return;
      if (!runningUntil || now >= runningUntil) this.forget(name);
    }
  }

  private forget(name: string): void {
    this.text -= this.kept.get(name)?.answer?.body.length ?? 0;
    this.kept.delete(name);
  }
}

function nameOf({ holder, key }: IdempotencyKey): string {
  return JSON.stringify([holder, key]);
}
