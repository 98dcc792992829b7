import type { Request, RequestHandler } from 'express';
import { CrossSiteRequest } from './refusals';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The shopper pages' defence against forged requests: they have no session, so there is no token to compare, but every
 * browser says where a POST comes from. All that it says must be us.
 *
 * A request that says nothing is refused, too: browsers send `Origin` with every POST, so it is not a shopper's.
 * `Sec-Fetch-Site: none` (the person's own doing, such as a session restored) passes when `Origin` is ours.
 * @param publicUrl our origin as customers see it; never the Host header, which the sender chooses
 */
export function sameOrigin(publicUrl: string): RequestHandler {
  return (req, _res, next) => {
    if (!READS.has(req.method) && !comesFrom(publicUrl, req)) throw new CrossSiteRequest();
    next();
  };
}

function comesFrom(publicUrl: string, req: Request): boolean {
  const { origin, 'sec-fetch-site': site } = req.headers;
  if (origin !== undefined)
    return origin === publicUrl && [undefined, 'same-origin', 'none'].includes(siteOf(site));
  return siteOf(site) === 'same-origin';
}

/** Sent twice, it is joined by commas or a list: neither is a word we know. */
function siteOf(site: string | string[] | undefined): string | undefined {
  return Array.isArray(site) ? site.join() : site;
}
