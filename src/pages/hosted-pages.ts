import type { RequestHandler } from 'express';
import type { ShopperLimits } from './shopper-limits';

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
  readonly limits: ShopperLimits;
}
