import type { Response } from 'express';

/**
 * Shows one of the sandbox's own pages. There is no form-action here on purpose: it would also govern where Blink's
 * redirect may lead, and that is the shop, wherever it runs.
 */
export function showPage(res: Response, view: string, page: object): void {
  res.set({
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
  res.render(view, { page });
}
