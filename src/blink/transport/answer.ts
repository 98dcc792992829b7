import type { z } from 'zod';
import { saysIntentOver, saysNotEnabled } from '../wire/documented-texts';
import type { BlinkError } from '../errors';
import { BlinkNotEnabled, BlinkRefused, BlinkUnavailable, BlinkUnreadable, IntentOver } from '../errors';
import type { JsonObject } from '../wire/json';
import { isJsonObject, parsedJson } from '../wire/json';
import type { HeldBack } from './rate-limited-transport';
import type { Refusal } from '../wire/refusal';
import { refusalFrom } from '../wire/refusal';
import { retryAfterMs } from './retry-after';
import type { Reply, Outcome } from './exchange';

/** A successful answer: 2xx, JSON, no `error`. Its contents have not been read yet. */
export interface Answer {
  readonly json: JsonObject;
  readonly date: Date | null;
}

/**
 * Reads the answer to a call that moves no money.
 * @param attempted for people, without ids: `POST intents`
 * @throws BlinkUnavailable, BlinkRefused or BlinkUnreadable when the answer is no success
 */
export function answerFrom(attempted: string, outcome: Outcome | HeldBack): Answer {
  switch (outcome.kind) {
    case 'reply':
      return answerOf(attempted, outcome);
    case 'held_back':
      throw new BlinkUnavailable(attempted, 'its rate limit leaves no room', outcome.roomInMs);
    case 'too_large':
      throw new BlinkUnreadable(attempted, 'larger than any answer should be');
    case 'not_connected':
      throw new BlinkUnavailable(attempted, 'no connection');
    case 'timeout':
      throw new BlinkUnavailable(attempted, 'no answer in time');
    case 'connection_lost':
      throw new BlinkUnavailable(attempted, 'the connection was lost');
    default:
      return outcome satisfies never;
  }
}

function answerOf(attempted: string, reply: Reply): Answer {
  const json = parsedJson(reply.text);
  const refusal = refusalFrom(json);
  const isJson = isJsonObject(json);
  if (reply.status === 404 && !isJson) throw new BlinkUnreadable(attempted, 'a 404 that is none of its own');
  if (reply.status < 200 || reply.status > 299) throw failureOf(attempted, reply, refusal);
  if (!isJson) throw new BlinkUnreadable(attempted, 'not a JSON object');
  if (refusal.saysError) throw new BlinkRefused(attempted, reply.status, refusal);
  return { json, date: reply.date };
}

function failureOf(attempted: string, reply: Reply, refusal: Refusal): BlinkError {
  const { status } = reply;
  if (status === 429) {
    const pauseMs = retryAfterMs(reply.retryAfter, reply.date ?? new Date(0));
    return new BlinkUnavailable(attempted, 'its rate limit is used up', pauseMs);
  }
  if (status === 408 || status >= 500) return new BlinkUnavailable(attempted, `it answered ${status}`);
  if (status < 400) return new BlinkUnreadable(attempted, `an unexpected ${status}`);
  if (saysIntentOver(refusal.texts)) return new IntentOver(attempted, status, refusal);
  if (saysNotEnabled(refusal.texts)) return new BlinkNotEnabled(attempted, status, refusal);
  return new BlinkRefused(attempted, status, refusal);
}

/**
 * @returns what the schema makes of the answer
 * @throws BlinkUnreadable that names the keys that do not fit, never their values
 */
export function readWith<Schema extends z.ZodType>(
  schema: Schema,
  attempted: string,
  json: unknown,
): z.output<Schema> {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const keys = new Set(read.error.issues.map((issue) => issue.path.join('.') || 'the answer itself'));
  throw new BlinkUnreadable(attempted, [...keys].join(', '));
}
