import type { Response } from 'express';
import type { PageKind } from './page-policies';
import { usePage } from './security';

/** How the merchant's pages look; on every page as `page.brand`. */
export interface Brand {
  readonly name: string;
  readonly supportEmail: string | null;
  readonly colour: string | null;
  readonly logoUrl: string | null;
}

/**
 * Everything a view may print, already formatted: an object made for that page, never a request's body or query
 * (whose keys could otherwise change what the view does).
 */
export interface Page {
  readonly title: string;
  readonly [field: string]: unknown;
}

/**
 * Answers with a page. The view gets one object, `page`: the one given here with `nonce`, `brand`, `testMode` and `assets`
 * (the address of each static file, by its name) added.
 * @param view relative to the views' folder: `checkout/card`
 * @param kind what the page may load and post to; `page-policies.ts`
 */
export function renderPage(res: Response, view: string, page: Page, kind: PageKind = 'plain'): void {
  const { edge, nonce } = res.context;
  const { brand, testMode, assets } = edge;
  const html = edge.views.render(view, { ...page, nonce, brand, testMode, assets });
  usePage(res, kind);
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.send(html);
}
