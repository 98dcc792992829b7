import { randomBytes } from 'node:crypto';
import type { Clock, Timers } from '../../kernel/clock';
import { AppError, ChangedMeanwhile } from '../../kernel/errors';
import type { IdempotencyClaim, IdempotencyStore, KeptAnswer } from './store';

/** All API keys belong to one merchant, so that keys can be rotated: a retry with the next key finds its first try. */
const HOLDER = 'merchant';

/** How long a retry pauses before it checks its first try again; it waits ten seconds in all. */
const PAUSE_MS = 100;
const MOST_TRIES = 100;

export interface IdempotencyOptions {
  readonly store: IdempotencyStore;
  readonly clock: Clock;
  readonly timers: Timers;
  /** 128 random bits in base64url; a test may pass its own. */
  readonly newTicket?: () => string;
}

export interface KeyedRequest {
  readonly key: string;
  readonly fingerprint: string;
  /** Carries the request out. */
  readonly act: (ticket: string) => Promise<KeptAnswer>;
  /** Writes a refusal by `act` as it is sent. */
  readonly writeRefusal: (refusal: AppError) => KeptAnswer;
}

export interface AnsweredOnce {
  readonly answer: KeptAnswer;
  /** Whether the request was answered before, so that nothing was carried out now. */
  readonly isRepeat: boolean;
}

export class IdempotencyKeyReused extends AppError {
  readonly status = 409;
  readonly code = 'idempotency_key_reused';
  constructor() {
    super('This Idempotency-Key was used for another request: a new request needs a new key');
  }
}

export class IdempotencyKeyInUse extends AppError {
  readonly status = 409;
  readonly code = 'idempotency_key_in_use';
  readonly retryAfterSeconds = 5;
  constructor() {
    super('The first request with this Idempotency-Key is still being carried out: try again in 5 seconds');
  }
}

interface Asking {
  readonly claim: Promise<IdempotencyClaim>;
  /** Set when a try of this process ended after the store was asked: the store's answer may be from before that. */
  isOutdated: boolean;
}

/**
 * Carries a request out once, however often and however simultaneously it is sent, and gives each sender the answer of that one time.
 * Refusals that were decided are stored like any answer. Failures of ours are not: the same request may be retried.
 */
export class Idempotency {
  /** The requests that this process is carrying out: a retry that arrives here is woken as soon as its request is done. */
  private readonly here = new Map<string, Promise<unknown>>();
  /** The questions of this process to the store, by key: one of them may be about to carry its request out. */
  private readonly asking = new Map<string, Set<Asking>>();

  constructor(private readonly options: IdempotencyOptions) {}

  /** @throws IdempotencyKeyReused, IdempotencyKeyInUse, and what `act` throws when nothing was decided */
  async answer(request: KeyedRequest): Promise<AnsweredOnce> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const asking = this.ask(request);
      try {
        const answered = await this.tryOnce(request, asking);
        if (answered) return answered;
      } finally {
        this.forget(request.key, asking);
      }
    }
    throw new IdempotencyKeyInUse();
  }

  /** @returns null when another try is under way, after having waited for it */
  private async tryOnce(request: KeyedRequest, asking: Asking): Promise<AnsweredOnce | null> {
    const claim = await asking.claim;
    switch (claim.kind) {
      case 'first':
        return { answer: await this.carryOut(request, claim.ticket), isRepeat: false };
      case 'answered':
        return { answer: claim.answer, isRepeat: true };
      case 'other_request':
        throw new IdempotencyKeyReused();
      case 'running':
        await this.doneOrPause(request.key, asking);
        return null;
      default:
        return claim satisfies never;
    }
  }

  private ask({ key, fingerprint }: KeyedRequest): Asking {
    const { store, clock, newTicket = randomTicket } = this.options;
    const claim = store.claim({ holder: HOLDER, key, fingerprint, ticket: newTicket(), now: clock.now() });
    const asking: Asking = { claim, isOutdated: false };
    const all = this.asking.get(key) ?? new Set();
    this.asking.set(key, all.add(asking));
    return asking;
  }

  private forget(key: string, asking: Asking): void {
    const all = this.asking.get(key);
    all?.delete(asking);
    if (all?.size === 0) this.asking.delete(key);
  }

  private async carryOut(request: KeyedRequest, ticket: string): Promise<KeptAnswer> {
    const running = this.decide(request, ticket);
    this.here.set(request.key, running);
    try {
      return await running;
    } finally {
      this.here.delete(request.key);
      for (const asking of this.asking.get(request.key) ?? []) asking.isOutdated = true;
    }
  }

  private async decide({ key, act, writeRefusal }: KeyedRequest, ticket: string): Promise<KeptAnswer> {
    const { store } = this.options;
    try {
      const answer = await act(ticket).catch((error: unknown) => {
        if (error instanceof AppError && isDecision(error)) return writeRefusal(error);
        throw error;
      });
      await store.keep({ holder: HOLDER, key }, answer);
      return answer;
    } catch (error) {
      await store.release({ holder: HOLDER, key });
      throw error;
    }
  }

  /** Waits for this process's own try, which may only just have begun, or have ended since the store was asked; else pauses. */
  private async doneOrPause(key: string, asking: Asking): Promise<void> {
    if (!this.here.has(key))
      await Promise.allSettled([...(this.asking.get(key) ?? [])].map(({ claim }) => claim));
    if (asking.isOutdated) return;
    const pause = new Promise<void>((resolve) => this.options.timers.after(PAUSE_MS, resolve));
    const done = this.here.get(key)?.catch(() => undefined);
    await Promise.race(done ? [done, pause] : [pause]);
  }
}

/** Whether the refusal is a decision: the same request would be refused a moment later, too. */
function isDecision(error: AppError): boolean {
  return error.status < 500 && error.status !== 429 && !(error instanceof ChangedMeanwhile);
}

function randomTicket(): string {
  return randomBytes(16).toString('base64url');
}
