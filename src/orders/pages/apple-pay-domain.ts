import { Router } from 'express';
import { later, MINUTE } from '../../kernel/clock';
import { paths } from '../../kernel/paths';
import type { Checkout } from './checkout';

const ASK_AGAIN_MS = MINUTE;

/**
 * Apple looks here whether this domain may show its button. The file is Blink's: asked for once, when somebody first wants it, and
 * kept for as long as this process lives.
 */
export function applePayDomainRoutes({ payments }: Pick<Checkout, 'payments'>): Router {
  const { blink, clock } = payments;
  let file: Promise<string> | null = null;
  let notBefore = new Date(0);

  /** Whoever asks too soon after a failure gets that failure: this address is open to everybody. */
  function kept(): Promise<string> {
    if (file && clock.now() < notBefore) return file;
    const asked = blink.applePayDomains.associationFile();
    file = asked;
    notBefore = later(clock.now(), ASK_AGAIN_MS);
    asked.then(
      () => (notBefore = FOR_GOOD),
      () => undefined,
    );
    return asked;
  }

  const router = Router();
  router.get(paths.applePayDomain.pattern, async (_req, res) => {
    const text = await kept();
    res.type('text/plain').send(text);
  });
  return router;
}

const FOR_GOOD = new Date(8.64e15);
