/** node:http and nothing else, doing by hand for the card page what the product does: look the order up, nonce, headers, template, log line. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { z } from 'zod';
import { pagePolicies } from '../../src/web/page-policies';
import { constantHeaders } from '../../src/web/security';
import { Views } from '../../src/web/views';
import { createLogger } from '../../src/server/log/logger';

const { PORT, SAME } = process.env;
const same = z
  .object({
    view: z.string(),
    page: z.record(z.string(), z.unknown()),
    views: z.string(),
    tokens: z.array(z.string()),
  })
  .parse(JSON.parse(readFileSync(SAME ?? '', 'utf8')));
const orders = new Map(same.tokens.map((token) => [token, same.page]));
const views = new Views(same.views);
const publicUrl = 'http://127.0.0.1';
const policies = pagePolicies({ gatewayUrl: publicUrl, logoUrl: null, insecureBanks: true });
const headers = Object.entries(constantHeaders({ publicUrl }));
const log = createLogger({ level: 'info' });

createServer((req, res) => {
  if (req.url === '/healthz') return void res.end();
  const started = performance.now();
  const requestId = randomUUID();
  res.once('close', () => {
    const ms = Math.round(performance.now() - started);
    log.info(
      { requestId, method: req.method, route: '/checkout/:token', status: res.statusCode, ms },
      'request',
    );
  });
  const page = orders.get(/^\/checkout\/([\w-]+)$/.exec(req.url ?? '')?.[1] ?? '');
  for (const [name, value] of headers) if (value !== undefined) res.setHeader(name, value);
  res.setHeader('X-Request-Id', requestId);
  if (!page) return void res.writeHead(404).end();
  const nonce = randomBytes(16).toString('base64url');
  const html = views.render(same.view, { ...page, nonce });
  res.setHeader('Content-Security-Policy', policies.card(nonce));
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(html));
  res.end(html);
}).listen(Number(PORT), '127.0.0.1');
