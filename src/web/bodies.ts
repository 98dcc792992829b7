import express, { type Request, type RequestHandler, Router } from 'express';
import { MalformedRequest, UnsupportedBody } from './refusals';
import type { IncomingMessage } from 'node:http';
import { type Timers, SECOND } from '../kernel/clock';

const KB = 1024;
const API_LIMIT = 64 * KB;
const FORM_LIMIT = 64 * KB;
const NOTIFICATION_LIMIT = 16 * KB;
const MOST_FIELDS = 1_000;
const DEEPEST = 8;
/** Names that could reach an object's prototype when the data is copied. */
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** What the shop's programs send: JSON, or nothing. */
export function jsonBody(): RequestHandler {
  return reader([JSON_TYPE], express.json({ type: JSON_TYPE, limit: API_LIMIT }));
}

/** What our pages' forms send. */
export function formBody(): RequestHandler {
  return reader(
    [FORM_TYPE],
    express.urlencoded({ type: FORM_TYPE, extended: false, parameterLimit: MOST_FIELDS, limit: FORM_LIMIT }),
  );
}

/**
 * What Blink sends, as bytes of any type: what a notification says is never needed, so nothing about its body is a reason to refuse it.
 * At most 16 KB are read, and nothing of what is compressed. The sender's capability is checked before this reads anything.
 */
export function notificationBody(timers: Timers): RequestHandler {
  return async (req, _res, next) => {
    req.body = isPlain(req) ? await firstBytesOf(req, NOTIFICATION_LIMIT, timers) : Buffer.alloc(0);
    next();
  };
}

/** Some senders write the charset where the compression belongs. */
function isPlain({ headers }: Request): boolean {
  return ['', 'identity', 'utf-8', 'utf8'].includes((headers['content-encoding'] ?? '').trim().toLowerCase());
}

function reader(types: string[], parser: RequestHandler): RequestHandler {
  const typeIsTaken: RequestHandler = (req, _res, next) => {
    if (hasBody(req) && !req.is(types)) throw new UnsupportedBody(`The body must be ${types.join(' or ')}`);
    next();
  };
  const shapeIsSafe: RequestHandler = (req, _res, next) => {
    refuseUnsafeShape(req.body, 1);
    next();
  };
  return Router().use(typeIsTaken, parser, shapeIsSafe);
}

/** A POST without a body is fine: some calls need none. */
function hasBody(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

function refuseUnsafeShape(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST) throw new MalformedRequest(`The body is nested more than ${DEEPEST} levels deep`);
  for (const [name, inner] of Object.entries(value)) {
    if (FORBIDDEN_NAMES.has(name))
      throw new MalformedRequest('The body has a field whose name is not allowed');
    refuseUnsafeShape(inner, depth + 1);
  }
}

/** Less than the server gives a request to arrive, so that a slow sender gets its answer. */
export const PATIENCE_MS = 5 * SECOND;

/**
 * The beginning of a body, however the rest of it comes: what is beyond the limit or comes too late is dropped, and a sender that goes
 * away in the middle has sent what it has sent. Never rejects.
 */
export function firstBytesOf(req: IncomingMessage, limit: number, timers: Timers): Promise<Buffer> {
  return new Promise((resolve) => {
    let received: Buffer[] = [];
    let left = limit;
    const take = (chunk: Buffer): void => {
      received.push(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
      if (left === 0) finish();
    };
    const finish = (): void => {
      req.off('data', take); // the stream flows on, to nobody
      resolve(Buffer.concat(received)); // once: a body may come letter by letter
      received = []; // the timer outlives the request
    };
    req.on('data', take).once('end', finish).once('close', finish).on('error', finish);
    timers.after(PATIENCE_MS, finish);
  });
}
