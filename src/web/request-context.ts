import { randomBytes, randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Edge } from './edge';
import { senderOf, type Sender } from './sender';

declare module 'express-serve-static-core' {
  interface Response {
    /** What the edge knows of this request; there from the first middleware on, in every error too. */
    context: RequestContext;
  }
}

/** Lives as long as one request. Nothing in it came from outside but the address of the sender. */
export class RequestContext {
  /** Ours, never the caller's: it stands in logs, problems and error pages. */
  readonly id = randomUUID();
  /** Which API key asked, as a label that may be logged; null where no key was needed. */
  caller: string | null = null;
  #nonce: string | null = null;

  constructor(
    readonly edge: Edge,
    readonly sender: Sender,
  ) {}

  /** Allows this response's own scripts: 128 bits, made when the first page asks for it. */
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
    if (sender.isUnheard) sayUnheard(edge);
    next();
  };
}

function sayUnheard({ warnings, counts, trustedProxies }: Edge): void {
  warnings.say('unheard_proxy', { count: trustedProxies }, UNHEARD);
  counts.onUnheardProxy();
}

const UNHEARD =
  'X-Forwarded-For came from where it is not trusted: if that is a proxy of yours, all shoppers behind it look like one address. Set TRUST_PROXY to the number of proxies';
