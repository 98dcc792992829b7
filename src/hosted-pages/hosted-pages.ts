import type { RequestHandler } from 'express';
import type { RateLimit } from '../http/rate-limits';

/** What every feature's pages for shoppers are built with. */
export interface HostedPages {
  /** Address of Blink's hosted-fields script. */
  readonly hostedFieldsScript: string;
  /** Reads a posted form of single values. */
  readonly readForm: RequestHandler;
  /** Reads the first bytes of whatever is posted, of any type. */
  readonly readBytes: RequestHandler;
  /** Refuses what another site makes a browser send. */
  readonly sameOriginOnly: RequestHandler;
  /** Slows down whoever tries many cards. */
  readonly limitCardAttempts: RequestHandler;
  /** How often a shopper may make us ask Blink about one thing. */
  readonly looks: RateLimit;
}
