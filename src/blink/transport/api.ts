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

/** The outcome of a call that moves money, once it was sent. */
export type MoneyReply =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  /** No complete answer arrived: the money may have moved. */
  | { readonly kind: 'lost'; readonly cause: 'timeout' | 'connection_lost' | 'too_large' };

/** The three kinds of call to Blink. Every resource is written with these. */
export interface Api {
  /** Changes nothing at Blink: retried when it fails, with a new token when the old one has expired. */
  read(call: ReadingCall): Promise<Answer>;
  /** Changes something at Blink, but moves no money: retried only when the call was certainly not sent. */
  change(call: ChangingCall): Promise<Answer & { readonly token: AccessToken }>;
  /**
   * Moves money: sent once, whatever happens.
   * @throws BlinkNotAsked when it is certain that nothing was sent
   */
  moveMoney(call: ChangingCall): Promise<MoneyReply>;
}

interface ApiParts {
  readonly limited: RateLimitedTransport;
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
  const timeBudget = new TimeBudget(deadlines.readMs, sleep);
  const first = await readOnce(parts, call, token, timeBudget);
  if (!refusesToken(first)) return answerFrom(call.what, first);

  tokens.discard(token);
  const another = await tokens.lasting(deadlines.readMs);
  const second = await readOnce(parts, call, another, timeBudget);
  if (refusesToken(second)) tokens.distrust(another);
  return answerFrom(call.what, second);
}

/** Reads with one token; retries what failed on the way. */
function readOnce(
  { limited, random }: ApiParts,
  { urgency, ...call }: ReadingCall,
  token: AccessToken,
  timeBudget: TimeBudget,
): Promise<Outcome | HeldBack> {
  const send = (): Promise<Outcome | HeldBack> => {
    const headers = bearing(token);
    return limited.send(
      { ...call, method: 'GET', headers, body: null, deadlineMs: timeBudget.leftMs() },
      urgency,
      timeBudget,
    );
  };
  return sendWithRetries(send, mayReadAgain, timeBudget, random);
}

async function change(
  parts: ApiParts,
  call: ChangingCall,
): Promise<Answer & { readonly token: AccessToken }> {
  const { tokens, deadlines, limited, random, sleep } = parts;
  const token = await tokens.forIntent();
  const timeBudget = new TimeBudget(deadlines.intentMs, sleep);
  const send = (): Promise<Outcome | HeldBack> =>
    limited.send(requestFor(call, token, timeBudget.leftMs()), call.urgency ?? 'intent', timeBudget);
  const outcome = await sendWithRetries(send, wasNeverSent, timeBudget, random);
  if (refusesToken(outcome)) tokens.discard(token);
  return { ...answerFrom(call.what, outcome), token };
}

async function moveMoney(parts: ApiParts, call: ChangingCall): Promise<MoneyReply> {
  const { deadlines, limited, sleep, tokens } = parts;
  const token = await tokenForMoney(parts, call.what);
  const timeBudget = new TimeBudget(deadlines.chargeHeldBackMs, sleep);
  const request = { ...requestFor(call, token, deadlines.chargeMs), ownConnection: true };
  const outcome = await limited.send(request, 'charge', timeBudget);
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

/** A token that cannot expire while the call that moves money waits for its turn and its answer. */
async function tokenForMoney({ tokens, deadlines }: ApiParts, what: string): Promise<AccessToken> {
  try {
    return await tokens.lasting(deadlines.chargeHeldBackMs + deadlines.chargeMs);
  } catch (error) {
    if (error instanceof BlinkError) throw new BlinkNotAsked(what, 'no access token', error);
    throw error;
  }
}
