import { z } from 'zod';
import type { Clock } from '../../kernel/clock';
import { later, MINUTE, SECOND } from '../../kernel/clock';
import { answerFrom, readWith } from './answer';
import { BlinkKeysRefused, BlinkNotEnabled, BlinkRefused, BlinkUnavailable } from '../errors';
import { accountWordFrom, accountWords } from '../payments/account-word';
import type { HeldBack } from './rate-limited-transport';
import type { AccountWord } from '../payments/intent';
import type { Outcome } from './exchange';
import { parsedJson } from '../wire/json';

/** The value holds the merchant's secret key in clear: it goes into the Authorization header and nowhere else. */
export interface AccessToken {
  readonly value: string;
  readonly askedAt: Date;
  /** By our own clock. */
  readonly endsAt: Date;
  /** What the token's answer says about the account. */
  readonly account: AccountWord;
}

export interface AccessTokens {
  /** A young token: an intent expires with the token that made it, so a new intent lives 20 to 30 minutes. */
  forIntent(): Promise<AccessToken>;
  /** A token that is valid for at least that long. */
  lasting(milliseconds: number): Promise<AccessToken>;
  /** The newest token while it is younger than half an hour, valid or not: what it says about the account still counts. */
  lately(): AccessToken | null;
  /** Called when Blink no longer accepts the token. However many callers report it, it is replaced once. */
  discard(token: AccessToken): void;
  /** Called when Blink refused a token and then this one, its replacement: another will not help now. */
  distrust(token: AccessToken): void;
}

const YOUNG_MS = 10 * MINUTE;
const LIFE_MS = 30 * MINUTE;
const SHORTEST_REST_MS = MINUTE; // a token may end while its request travels
const FIRST_BACKOFF_MS = SECOND;
const LONGEST_BACKOFF_MS = 30 * SECOND;

const ATTEMPTED = 'POST tokens';
const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  ...accountWords,
});

interface TokenParts {
  /** Sends the request for a token, with the retries that are allowed. */
  readonly ask: () => Promise<Outcome | HeldBack>;
  readonly clock: Clock;
  readonly random: () => number;
}

export function createAccessTokens({ ask, clock, random }: TokenParts): AccessTokens {
  const backoff = new Backoff(clock, random);
  let current: AccessToken | null = null;
  let underWay: Promise<AccessToken> | null = null;

  async function fetchToken(): Promise<AccessToken> {
    const askedAt = clock.now();
    const outcome = await ask();
    try {
      current = tokenFrom(outcome, askedAt);
      backoff.succeeded();
      return current;
    } catch (error) {
      if (outcome.kind !== 'held_back') backoff.failed();
      throw error;
    }
  }

  /** Makes one request at a time, however many callers wait for it. */
  function fresh(): Promise<AccessToken> {
    if (underWay) return underWay;
    const pauseMs = backoff.leftMs();
    if (pauseMs > 0)
      return Promise.reject(new BlinkUnavailable(ATTEMPTED, 'it failed a moment ago', pauseMs));
    underWay = fetchToken().finally(() => (underWay = null));
    return underWay;
  }

  function usable(restMs: number, youngerThanMs: number): AccessToken | null {
    if (!current) return null;
    const now = clock.now().getTime();
    const ageMs = now - current.askedAt.getTime();
    const isYoung = ageMs >= 0 && ageMs < youngerThanMs; // a negative age: the clock was set back
    return isYoung && current.endsAt.getTime() - now >= restMs ? current : null;
  }

  return {
    forIntent: async () => usable(SHORTEST_REST_MS, YOUNG_MS) ?? fresh(),
    lasting: async (milliseconds) => usable(Math.max(milliseconds, SHORTEST_REST_MS), LIFE_MS) ?? fresh(),
    lately: () => usable(-Infinity, LIFE_MS),
    discard: (token) => {
      if (current === token) current = null;
    },
    distrust: (token) => {
      if (current !== token) return; // another caller reported it before
      current = null;
      backoff.failed();
    },
  };
}

/** After a failed request nobody asks again for a while, so that a queue of shoppers does not flood Blink. */
class Backoff {
  private failures = 0;
  private failedAt: Date | null = null;
  private pauseMs = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  failed(): void {
    this.failures += 1;
    this.failedAt = this.clock.now();
    const fullMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.failures - 1));
    this.pauseMs = fullMs * (0.5 + this.random() / 2);
  }
  succeeded(): void {
    this.failures = 0;
    this.failedAt = null;
  }

  leftMs(): number {
    if (!this.failedAt) return 0;
    const sinceMs = this.clock.now().getTime() - this.failedAt.getTime();
    return sinceMs < 0 ? 0 : Math.max(0, this.pauseMs - sinceMs); // negative: the clock was set back
  }
}

/** @param askedAt when the request was sent: its life cannot have begun earlier */
function tokenFrom(outcome: Outcome | HeldBack, askedAt: Date): AccessToken {
  const read = readWith(tokenAnswer, ATTEMPTED, tokenAnswerFrom(outcome));
  const { access_token: value } = read;
  const answeredAt = outcome.kind === 'reply' ? outcome.date : null;
  const endsAt = later(askedAt, tokenLifeMs(value, answeredAt));
  return { value, askedAt, endsAt, account: accountWordFrom(read) };
}

function tokenAnswerFrom(outcome: Outcome | HeldBack): unknown {
  try {
    return answerFrom(ATTEMPTED, outcome).json;
  } catch (error) {
    if (error instanceof BlinkRefused && refusesKeys(error))
      throw new BlinkKeysRefused(ATTEMPTED, error.httpStatus, error);
    throw error;
  }
}

/** The request contains only the keys, so a bad request means a bad key. */
function refusesKeys(error: BlinkRefused): boolean {
  return [400, 401, 403, 422].includes(error.httpStatus) && !(error instanceof BlinkNotEnabled);
}

const DOCUMENTED_MS = 30 * MINUTE;
const claims = z.object({ exp: z.number().int().positive() });

/**
 * How long an access token lives from the answer that brought it: its `exp` against that answer's own Date, so that
 * neither our clock nor Blink's matters. Blink's `expired_on` is not read: it was an hour off in summers.
 * @returns the documented half hour when one of the two is missing or makes no sense, and never more
 */
function tokenLifeMs(token: string, answeredAt: Date | null): number {
  const payload = token.split('.')[1] ?? '';
  const read = claims.safeParse(parsedJson(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!read.success || !answeredAt) return DOCUMENTED_MS;
  const lifeMs = read.data.exp * SECOND - answeredAt.getTime();
  return lifeMs > 0 ? Math.min(lifeMs, DOCUMENTED_MS) : DOCUMENTED_MS;
}
