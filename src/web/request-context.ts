import { randomBytes, randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Edge } from './edge';
import { senderOf, type Sender } from './sender';

declare module 'express-serve-static-core' {
  interface Response {
    /** What the edge knows about this request: present from the first middleware on, also when an error is answered. */
    context: RequestContext;
  }
}

/** Lives as long as one request. Only the sender's address in it comes from outside. */
export class RequestContext {
  /** Our own id, never the caller's: logs, problems and error pages show it. */
  readonly id = randomUUID();
  /** The API key of the request, as a label that may be logged; null where no key was needed. */
  caller: string | null = null;
  #nonce: string | null = null;

  constructor(
    readonly edge: Edge,
    readonly sender: Sender,
  ) {}

  /** Allows this response's own scripts: 128 bits, made on first use. */
  get nonce(): string {
    this.#nonce ??= randomBytes(16).toString('base64url');
    return this.#nonce;
  }
}

export function requestContext(edge: Edge): RequestHandler {
  return (req, res, next) => {
    const sender = senderOf(req, edge.trustedProxies);
    res.context = new RequestContext(edge, sender);
    res.setHeader('X-Request-Id', res.context.id);
    if (sender.isUnheard) warnOfUntrustedProxy(edge);
    next();
  };
}

function warnOfUntrustedProxy({ warnings, counts, trustedProxies }: Edge): void {
  warnings.warn('unheard_proxy', { count: trustedProxies }, UNHEARD);
  counts.onUnheardProxy();
}

const UNHEARD =
  'X-Forwarded-For came from where it is not trusted: if that is a proxy of yours, all shoppers behind it look like one address. Set TRUST_PROXY to the number of proxies';
