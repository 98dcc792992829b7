import { randomBytes } from 'node:crypto';
import type { Clock, Timers } from '../clock';
import { AppError } from '../errors';
import type { IdempotencyClaim, IdempotencyStore, KeptAnswer } from '../orders/idempotency-store';
import { VersionConflict } from '../orders/store';

/** All API keys are one merchant's, so that they can be rotated: what is repeated with the next key meets its first try. */
const HOLDER = 'merchant';

/** A repetition waits so long for its first try: ten seconds in all. */
const PAUSE_MS = 100;
const MOST_LOOKS = 100;

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
  /** Carries it out. */
  readonly act: (ticket: string) => Promise<KeptAnswer>;
  /** What a refusal by `act` looks like on the wire. */
  readonly writeRefusal: (refusal: AppError) => KeptAnswer;
}

export interface AnsweredOnce {
  readonly answer: KeptAnswer;
  /** Whether it was answered before, and nothing was carried out now. */
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

/**
 * Carries a request out once, however often and in whatever company it comes, and gives each of them the answer of that once.
 * Refusals that were decided are kept like any answer. Failures of ours are not: the same request may be tried again.
 */
export class Idempotency {
  /** What this process is carrying out: a repetition that comes here is woken as soon as that is done. */
  private readonly here = new Map<string, Promise<unknown>>();

  constructor(private readonly options: IdempotencyOptions) {}

  /** @throws IdempotencyKeyReused, IdempotencyKeyInUse, and what `act` throws when nothing was decided */
  async answer(request: KeyedRequest): Promise<AnsweredOnce> {
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const claim = await this.claim(request);
      switch (claim.kind) {
        case 'first':
          return { answer: await this.carryOut(request, claim.ticket), isRepeat: false };
        case 'answered':
          return { answer: claim.answer, isRepeat: true };
        case 'other_request':
          throw new IdempotencyKeyReused();
        case 'running':
          await this.doneOrPause(request.key);
          break;
        default:
          return claim satisfies never;
      }
    }
    throw new IdempotencyKeyInUse();
  }

  private claim({ key, fingerprint }: KeyedRequest): Promise<IdempotencyClaim> {
    const { store, clock, newTicket = randomTicket } = this.options;
    return store.claim({ holder: HOLDER, key, fingerprint, ticket: newTicket(), now: clock.now() });
  }

  private async carryOut(request: KeyedRequest, ticket: string): Promise<KeptAnswer> {
    const running = this.decide(request, ticket);
    this.here.set(request.key, running);
    try {
      return await running;
    } finally {
      this.here.delete(request.key);
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

  private async doneOrPause(key: string): Promise<void> {
    const pause = new Promise<void>((resolve) => this.options.timers.after(PAUSE_MS, resolve));
    const done = this.here.get(key)?.catch(() => undefined);
    await Promise.race(done ? [done, pause] : [pause]);
  }
}

/** Whether the same request would have been refused a moment later, too. */
function isDecision(error: AppError): boolean {
  return error.status < 500 && error.status !== 429 && !(error instanceof VersionConflict);
}

function randomTicket(): string {
  return randomBytes(16).toString('base64url');
}
