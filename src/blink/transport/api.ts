import type { AccessToken, AccessTokens } from './access-token';
import type { Answer } from './answer';
import { answerFrom } from './answer';
import type { ChangingCall, ReadingCall } from './bearer-request';
import { bearing, refusesToken, requestFor } from './bearer-request';
import type { Timeouts } from './timeouts';
import { BlinkError, BlinkNotAsked } from '../errors';
import type { HeldBack, RateLimitedTransport } from './rate-limited-transport';
import { TimeBudget, type Sleep } from './time-budget';
import { mayReadAgain, sendWithRetries, wasNeverSent } from './retry';
import type { Outcome } from './exchange';

/** What became of a call that moves money, once it was sent. */
export type MoneyReply =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  /** No whole answer: the money may have moved. */
  | { readonly kind: 'lost'; readonly cause: 'timeout' | 'connection_lost' | 'too_large' };

/** The three manners of calling Blink. Every resource is written in these. */
export interface Api {
  /** Changes nothing: repeated when it fails, with a new token when the old one is over. */
  read(call: ReadingCall): Promise<Answer>;
  /** Leaves something at Blink, but no money: sent again only when the first was certainly not sent. */
  change(call: ChangingCall): Promise<Answer & { readonly token: AccessToken }>;
  /**
   * Moves money: sent once, whatever happens.
   * @throws BlinkNotAsked when it is certain that nothing was sent
   */
  moveMoney(call: ChangingCall): Promise<MoneyReply>;
}

interface ApiParts {
  readonly line: RateLimitedTransport;
  readonly tokens: AccessTokens;
  readonly deadlines: Timeouts;
  readonly random: () => number;
  readonly sleep: Sleep;
}

export function createApi(parts: ApiParts): Api {
  return {
    read: (call) => read(parts, call),
    change: (call) => change(parts, call),
    moveMoney: (call) => moveMoney(parts, call),
  };
}

async function read(parts: ApiParts, call: ReadingCall): Promise<Answer> {
  const { tokens, deadlines, sleep } = parts;
  const token = await tokens.lasting(deadlines.readMs);
  const patience = new TimeBudget(deadlines.readMs, sleep);
  const first = await readOnce(parts, call, token, patience);
  if (!refusesToken(first)) return answerFrom(call.what, first);

  tokens.discard(token);
  const another = await tokens.lasting(deadlines.readMs);
  const second = await readOnce(parts, call, another, patience);
  if (refusesToken(second)) tokens.distrust(another);
  return answerFrom(call.what, second);
}

/** With one token; the repeats of what failed on the way are within. */
function readOnce(
  { line, random }: ApiParts,
  { urgency, ...call }: ReadingCall,
  token: AccessToken,
  patience: TimeBudget,
): Promise<Outcome | HeldBack> {
  const send = (): Promise<Outcome | HeldBack> => {
    const headers = bearing(token);
    return line.send(
      { ...call, method: 'GET', headers, body: null, deadlineMs: patience.leftMs() },
      urgency,
      patience,
    );
  };
  return sendWithRetries(send, mayReadAgain, patience, random);
}

async function change(
  parts: ApiParts,
  call: ChangingCall,
): Promise<Answer & { readonly token: AccessToken }> {
  const { tokens, deadlines, line, random, sleep } = parts;
  const token = await tokens.forIntent();
  const patience = new TimeBudget(deadlines.intentMs, sleep);
  const send = (): Promise<Outcome | HeldBack> =>
    line.send(requestFor(call, token, patience.leftMs()), call.urgency ?? 'intent', patience);
  const outcome = await sendWithRetries(send, wasNeverSent, patience, random);
  if (refusesToken(outcome)) tokens.discard(token);
  return { ...answerFrom(call.what, outcome), token };
}

async function moveMoney(parts: ApiParts, call: ChangingCall): Promise<MoneyReply> {
  const { deadlines, line, sleep, tokens } = parts;
  const token = await tokenForMoney(parts, call.what);
  const patience = new TimeBudget(deadlines.chargeHeldBackMs, sleep);
  const request = { ...requestFor(call, token, deadlines.chargeMs), ownConnection: true };
  const outcome = await line.send(request, 'charge', patience);
  if (refusesToken(outcome)) tokens.discard(token);
  switch (outcome.kind) {
    case 'reply':
      return { kind: 'answered', status: outcome.status, text: outcome.text };
    case 'timeout':
    case 'connection_lost':
    case 'too_large':
      return { kind: 'lost', cause: outcome.kind };
    case 'held_back':
      throw new BlinkNotAsked(call.what, 'its rate limit leaves no room');
    case 'not_connected':
      throw new BlinkNotAsked(call.what, 'no connection');
    default:
      return outcome satisfies never;
  }
}

/** One that cannot end while the money call waits for its turn and its answer. */
async function tokenForMoney({ tokens, deadlines }: ApiParts, what: string): Promise<AccessToken> {
  try {
    return await tokens.lasting(deadlines.chargeHeldBackMs + deadlines.chargeMs);
  } catch (error) {
    if (error instanceof BlinkError) throw new BlinkNotAsked(what, 'no access token', error);
    throw error;
  }
}
