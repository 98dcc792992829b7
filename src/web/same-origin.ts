import type { Request, RequestHandler } from 'express';
import { CrossSiteRequest } from './refusals';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The shopper pages' defence against forged requests. These pages have no session, so there is no token to compare, but every
 * browser says where a POST comes from.
 *
 * `Sec-Fetch-Site: same-origin` is the browser's own finding, which no page can forge, that the form is on the very origin it is sent
 * to: then `Origin` may be `null` (a proxy that sets `no-referrer`) or another name that leads here, too. `cross-site` and `same-site`
 * are other pages, whatever `Origin` says. `none` is the person's own doing, such as a restored session, and older browsers do not send
 * the header: then `Origin` decides. A request with neither header is refused, too: browsers send `Origin` with every POST.
 * @param publicUrl our origin as customers see it; never the Host header, which proxies rewrite and the sender chooses
 * @param pageOf the page that has the form for this path; a refusal links to that page at `publicUrl`
 */
export function sameOrigin(publicUrl: string, pageOf: (path: string) => string | null): RequestHandler {
  return (req, _res, next) => {
    if (READS.has(req.method) || comesFrom(publicUrl, req)) {
      next();
      return;
    }
    const page = pageOf(req.path);
    throw new CrossSiteRequest(page === null ? null : publicUrl + page);
  };
}

function comesFrom(publicUrl: string, req: Request): boolean {
  const site = siteOf(req.headers['sec-fetch-site']);
  if (site === 'same-origin') return true;
  return (site === undefined || site === 'none') && req.headers.origin === publicUrl;
}

/** A header that was sent twice is a list, or joined by commas: neither is a known word. */
function siteOf(site: string | string[] | undefined): string | undefined {
  return Array.isArray(site) ? site.join() : site;
}
