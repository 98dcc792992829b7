import { Router } from 'express';
import { MINUTE, SECOND } from '../../kernel/clock';
import { rateLimitInMemory } from '../../web/memory-rate-limit';
import { limitRequests } from '../../web/rate-limits';
import { usePage } from '../../web/security';
import { paths } from '../../kernel/paths';
import type { OpenApiDocument } from '../openapi/document';
import { docsPage } from './docs-page';

/** The page is large and open to anybody: the limit keeps one sender from keeping us busy with it. */
const LIMIT = { name: 'docs', requests: 60, seconds: MINUTE / SECOND };

/** The reference is in English whatever language shoppers read, so it has the words of this sign itself. */
const SIGN = { frame: { testMode: { sign: 'TEST MODE', text: 'No real payment is made here.' } } };

/** Serves the reference for people. Everything on it comes from the document, and it needs no script. */
export function docsRoutes(document: () => OpenApiDocument): Router {
  const router = Router();
  let html: Buffer | null = null; // the page is the same for everybody, so it is made once
  router.get(paths.docs.pattern, limitRequests(rateLimitInMemory(LIMIT)), (_req, res) => {
    const { views, brand, testMode, assets } = res.context.edge;
    html ??= Buffer.from(
      views.render('docs', { ...docsPage(document()), texts: SIGN, brand, testMode, assets }),
    );
    usePage(res, 'plain');
    res.type('html').send(html);
  });
  return router;
}
