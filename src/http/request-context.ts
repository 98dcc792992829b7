import { randomBytes, randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Edge } from './edge';

declare module 'express-serve-static-core' {
  interface Response {
    /** What the edge knows of this request; there from the first middleware on, in every error too. */
    context: RequestContext;
  }
}

/** Lives as long as one request. Nothing in it came from outside. */
export class RequestContext {
  /** Ours, never the caller's: it stands in logs, problems and error pages. */
  readonly id = randomUUID();
  /** Which API key asked, as a label that may be logged; null where no key was needed. */
  caller: string | null = null;
  #nonce: string | null = null;

  constructor(readonly edge: Edge) {}

  /** Allows this response's own scripts: 128 bits, made when the first page asks for it. */
  get nonce(): string {
    this.#nonce ??= randomBytes(16).toString('base64url');
    return this.#nonce;
  }
}

export function requestContext(edge: Edge): RequestHandler {
  return (_req, res, next) => {
    res.context = new RequestContext(edge);
    res.setHeader('X-Request-Id', res.context.id);
    next();
  };
}
