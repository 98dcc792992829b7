import type { AccessToken } from './access-token';
import { saysIntentOver, saysNotEnabled } from '../wire/documented-texts';
import { parsedJson } from '../wire/json';
import type { HeldBack } from './rate-limited-transport';
import type { Urgency } from './rate-budget';
import { refusalFrom } from '../wire/refusal';
import type { Request, Outcome } from './exchange';

export interface Call {
  /** Names the call for people and logs, without ids: `PATCH intents/{id}`. */
  readonly what: string;
  readonly path: string;
}

export interface ReadingCall extends Call {
  readonly urgency: Urgency;
  readonly largestAnswer?: number;
}

export interface ChangingCall extends Call {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly body: object;
  /** `intent` when left out. */
  readonly urgency?: Urgency;
  /** Added to our own headers, or replacing them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param token is put into a header of this request and nowhere else */
export function requestFor(
  { what, method, path, body, headers }: ChangingCall,
  token: AccessToken,
  deadlineMs: number,
): Request {
  return { what, method, path, body, headers: { ...headers, ...bearing(token) }, deadlineMs };
}

export function bearing(token: AccessToken): Record<string, string> {
  return { Authorization: `Bearer ${token.value}` };
}

/** Whether Blink refuses the token: a 401 may also mean that the intent is over, or the method not enabled. */
export function refusesToken(outcome: Outcome | HeldBack): boolean {
  if (outcome.kind !== 'reply' || outcome.status !== 401) return false;
  const { texts } = refusalFrom(parsedJson(outcome.text));
  return !saysIntentOver(texts) && !saysNotEnabled(texts);
}
