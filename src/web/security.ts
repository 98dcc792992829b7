import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { NO_PAGE_POLICY, type PageKind } from './page-policies';

export type { PageKind } from './page-policies';

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

export interface SecurityOptions {
  /** The origin by which we are reached: only on https may a response require https for the future. */
  readonly publicUrl: string;
}

/**
 * The headers that every response has, errors and refusals too: set before anything else reads the request.
 * They are the same for all requests, so helmet makes them once. A page then allows what it needs: `usePage`.
 */
export function securityHeaders(options: SecurityOptions): RequestHandler {
  const headers = Object.entries(constantHeaders(options));
  return (_req, res, next) => {
    for (const [name, value] of headers) if (value !== undefined) res.setHeader(name, value);
    next();
  };
}

/** Sets what a response may do in the browser; see `page-policies.ts` for what each kind allows and why. */
export function usePage(res: Response, kind: PageKind): void {
  const { edge, nonce } = res.context;
  res.setHeader('Content-Security-Policy', edge.policies[kind](nonce));
  if (kind === 'wallet') res.setHeader('Cross-Origin-Opener-Policy', 'same-origin-allow-popups');
}

export function constantHeaders({ publicUrl }: SecurityOptions): OutgoingHttpHeaders {
  const sample = new ServerResponse(new IncomingMessage(new Socket()));
  const headers = helmet({
    contentSecurityPolicy: false,
    // With `no-referrer` Chromium sends `Origin: null` on our own forms, and the origin check would refuse them.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: ONE_YEAR_SECONDS } : false,
    xFrameOptions: { action: 'deny' },
  });
  headers(sample.req, sample, () => undefined);
  sample.setHeader('Content-Security-Policy', NO_PAGE_POLICY);
  // Orders, receipts and answers of the API must not be cached. Only static files set another value.
  sample.setHeader('Cache-Control', 'no-store');
  return sample.getHeaders();
}
