import request from 'supertest';
import { formBody, jsonBody } from '../../src/web/bodies';
import { renderPage } from '../../src/web/page';
import { edgeApp } from '../support/edge-app';
import type { EdgeOptions } from '../../src/web/open-app';

const PAGE = { title: 'Order', heading: 'Your order', lines: [], sign: '' };

function app(options: Partial<EdgeOptions> = {}) {
  return edgeApp((routes) => {
    routes.get('/page', (_req, res) => renderPage(res, 'order', PAGE));
    routes.get('/card', (_req, res) => renderPage(res, 'order', PAGE, 'card'));
    routes.get('/broken', () => {
      throw new Error('canary');
    });
    routes.get('/away', (_req, res) => res.redirect(303, '/page'));
    routes.get('/orders/:id', (_req, res) => void res.json({}));
    routes.post('/api/v1/orders', jsonBody(), (_req, res) => void res.json({}));
    routes.post('/form', formBody(), (_req, res) => void res.json({}));
  }, options).app;
}

/** Every kind of answer there is: pages, data, redirects, files, and each way to be refused. */
const answers: [string, (agent: ReturnType<typeof request>) => request.Test, number][] = [
  ['a page', (agent) => agent.get('/page'), 200],
  ['data', (agent) => agent.get('/orders/1'), 200],
  ['a redirect', (agent) => agent.get('/away'), 303],
  ['a file', (agent) => agent.get('/static/page.css'), 200],
  ['a file that is not there', (agent) => agent.get('/static/none.css'), 404],
  ['an address that is not there', (agent) => agent.get('/nowhere').accept('html'), 404],
  ['an address of the API that is not there', (agent) => agent.get('/api/v1/nowhere'), 404],
  ['an address that cannot be read', (agent) => agent.get('/orders/%E0%A4%A'), 400],
  ['a file name that cannot be read', (agent) => agent.get('/static/%E0%A4%A'), 400],
  ['a body that cannot be read', (agent) => agent.post('/api/v1/orders').type('json').send('{"a":'), 400],
  [
    'a body that is too large',
    (agent) =>
      agent
        .post('/form')
        .type('form')
        .send(`a=${'x'.repeat(70_000)}`),
    413,
  ],
  ['a body of another kind', (agent) => agent.post('/form').type('text').send('x'), 415],
  ['a method that is not there', (agent) => agent.trace('/page'), 404],
  ['a fault of ours', (agent) => agent.get('/broken'), 500],
];

describe.each(answers)('%s', (_, ask, status) => {
  it('carries the headers that protect it', async () => {
    const { headers, status: answered } = await ask(request(app()));
    expect(answered).toBe(status);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'strict-transport-security': expect.stringMatching(/^max-age=31536000/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control':
        status === 200 && ask(request(app())).url.includes('/static/') ? expect.any(String) : 'no-store',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
  });
});

describe('the policy of a response', () => {
  it('allows nothing unless it is a page', async () => {
    const { headers } = await request(app()).get('/orders/1');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('nonce');
  });

  it('is that of its kind of page, with the nonce that the page prints', async () => {
    const { headers, text } = await request(app()).get('/card');
    const nonce = /nonce="([^"]+)"/.exec(text)?.[1];
    expect(headers['content-security-policy']).toContain(`script-src 'nonce-${nonce}'`);
    expect(headers['content-security-policy']).toContain('frame-src https://gateway2.blinkpayment.co.uk');
  });

  it('has a new nonce of 128 bits each time', async () => {
    const agent = request(app());
    const nonces = new Set<string>();
    for (let count = 0; count < 200; count += 1) {
      const { headers } = await agent.get('/page');
      nonces.add(/'nonce-([\w-]{22})'/.exec(headers['content-security-policy'] ?? '')?.[1] ?? '');
    }
    expect(nonces.size).toBe(200);
    expect(nonces).not.toContain('');
  });
});

describe('https', () => {
  it('is not promised to a browser that reached us without it', async () => {
    const { headers } = await request(app({ publicUrl: 'http://localhost:3000' })).get('/page');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});
