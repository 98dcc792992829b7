import { Router } from 'express';
import { MINUTE, SECOND } from '../../kernel/clock';
import { rateLimitInMemory } from '../../web/memory-rate-limit';
import { limitRequests } from '../../web/rate-limits';
import { usePage } from '../../web/security';
import { paths } from '../../kernel/paths';
import type { OpenApiDocument } from '../openapi/document';
import { docsPage } from './docs-page';

/** A large page for anybody who asks: so that nobody can keep us busy with it. */
const LIMIT = { name: 'docs', requests: 60, seconds: MINUTE / SECOND };

/** The reference for people. It says nothing that is not in the document, and needs no script. */
export function docsRoutes(document: () => OpenApiDocument): Router {
  const router = Router();
  let html: Buffer | null = null; // the same for everybody: made once, kept once however many read it
  router.get(paths.docs.pattern, limitRequests(rateLimitInMemory(LIMIT)), (_req, res) => {
    const { views, brand, testMode, assets } = res.context.edge;
    html ??= Buffer.from(views.render('docs', { ...docsPage(document()), brand, testMode, assets }));
    usePage(res, 'plain');
    res.type('html').send(html);
  });
  return router;
}
