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

/** Reads the bodies of the shop's programs: JSON, or nothing. */
export function jsonBody(): RequestHandler {
  return reader([JSON_TYPE], express.json({ type: JSON_TYPE, limit: API_LIMIT }));
}

/** Reads the bodies of our pages' forms. */
export function formBody(): RequestHandler {
  return reader(
    [FORM_TYPE],
    express.urlencoded({ type: FORM_TYPE, extended: false, parameterLimit: MOST_FIELDS, limit: FORM_LIMIT }),
  );
}

/**
 * Reads a notification from Blink, as bytes of any type. Its contents are never needed, so no body is a reason to refuse one. At most
 * 16 KB are read, and nothing of a compressed body. The sender's capability is checked before this reads anything.
 */
export function notificationBody(timers: Timers): RequestHandler {
  return async (req, _res, next) => {
    req.body = isPlain(req) ? await firstBytesOf(req, NOTIFICATION_LIMIT, timers) : Buffer.alloc(0);
    next();
  };
}

/** Whether the body is uncompressed: some senders write the charset where the compression belongs. */
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

/** A POST without a body is allowed: some calls need none. */
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

/** Shorter than the server's limit for a request to arrive, so that a slow sender gets its answer. */
export const BODY_TIMEOUT_MS = 5 * SECOND;

/**
 * Reads the beginning of a body, whatever happens to the rest of it: bytes beyond the limit or after the timeout are dropped, and when the
 * sender disconnects in the middle, the bytes so far are the result. Never rejects.
 */
export function firstBytesOf(req: IncomingMessage, limit: number, timers: Timers): Promise<Buffer> {
  return new Promise((resolve) => {
    let received: Buffer[] = [];
    let left = limit;
    const receive = (chunk: Buffer): void => {
      received.push(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
      if (left === 0) finish();
    };
    const finish = (): void => {
      req.off('data', receive); // the stream flows on without a listener
      resolve(Buffer.concat(received)); // concatenated once: a body may come byte by byte
      received = []; // the timer outlives the request
    };
    req.on('data', receive).once('end', finish).once('close', finish).on('error', finish);
    timers.after(BODY_TIMEOUT_MS, finish);
  });
}
