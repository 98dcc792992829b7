import { csrfSync } from 'csrf-sync';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { z } from 'zod';

const FORM = z.object({ _csrf: z.string() });

/** Every form of the shop carries the token of its session in `_csrf`. */
export const csrf = csrfSync({
  getTokenFromRequest: (req) => {
    const form = FORM.safeParse(req.body);
    return form.success ? form.data._csrf : undefined;
  },
  size: 32,
});

/**
 * No scripts at all. `form-action` names the checkout since it also governs where the answer to a form redirects to.
 */
export function shopHeaders({
  publicUrl,
  checkoutUrl,
}: {
  publicUrl: string;
  checkoutUrl: string;
}): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'form-action': ["'self'", new URL(checkoutUrl).origin],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: publicUrl.startsWith('https:'),
  });
}
