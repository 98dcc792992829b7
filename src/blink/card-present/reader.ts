import type { Clock } from '../../kernel/clock';
import type { BlinkLog } from '../transport/blink-log';
import type { OnCall } from '../transport/call-observer';
import { blinkOrigin, sleepFor } from '../create-blink';
import { TIMEOUTS } from '../transport/timeouts';
import { createRateLimitedTransport, type HeldBack } from '../transport/rate-limited-transport';
import { TimeBudget, type Sleep } from '../transport/time-budget';
import { RateBudget } from '../transport/rate-budget';
import { mayReadAgain, sendWithRetries } from '../transport/retry';
import { createTransport } from '../transport/transport';
import { USER_AGENT } from '../transport/user-agent';
import type { Outcome } from '../transport/exchange';

export interface CardPresentOptions {
  /** Blink's origin; the API's path is added here. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly clock: Clock;
  readonly log: BlinkLog;
  /** Told of every call when it is over. */
  readonly onCall?: OnCall | undefined;
  /** The time for a whole read, its retries included. */
  readonly deadlineMs?: number;
  /** 0 to 1: spreads the retries. */
  readonly random?: () => number;
  readonly sleep?: Sleep;
}

const API_PATH = '/v1/card-present';

export interface Question {
  readonly what: string;
  /** Even a POST of this API changes nothing. */
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body: object | null;
}

/** The outcome of one read. */
export interface Read {
  readonly what: string;
  readonly outcome: Outcome | HeldBack;
}

/**
 * Asks with the keys of the card-present API, and retries failures as every read does.
 * @throws RangeError when `apiUrl` is neither https nor on loopback
 */
export function cardPresentReader(options: CardPresentOptions): (question: Question) => Promise<Read> {
  const {
    clock,
    log,
    onCall,
    random = Math.random,
    sleep = sleepFor,
    deadlineMs = TIMEOUTS.readMs,
  } = options;
  const { origin } = blinkOrigin(options.apiUrl);
  const transport = createTransport(`${origin}${API_PATH}`, log, onCall);
  const limited = createRateLimitedTransport(transport, new RateBudget(clock), onCall);
  const headers = headersFor(options);
  return async ({ what, method = 'GET', path, body }) => {
    const timeBudget = new TimeBudget(deadlineMs, sleep);
    const send = (): Promise<Outcome | HeldBack> =>
      limited.send(
        { what, method, path, headers, body, deadlineMs: timeBudget.leftMs() },
        'verify',
        timeBudget,
      );
    return { what, outcome: await sendWithRetries(send, mayReadAgain, timeBudget, random) };
  };
}

/** All three are required, the content type even where there is no content. */
function headersFor({ apiKey, apiSecret }: CardPresentOptions): Readonly<Record<string, string>> {
  return {
    Authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
    'Content-Type': 'application/json',
    'User-Agent': USER_AGENT,
  };
}
