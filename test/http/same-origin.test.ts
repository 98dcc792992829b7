import path from 'node:path';
import request from 'supertest';
import { sameOrigin } from '../../src/web/same-origin';
import { edgeApp } from '../support/edge-app';
import type { EdgeOptions } from '../../src/web/open-app';

const OURS = 'https://pay.example.com';

function app(options: Partial<EdgeOptions> = {}) {
  return edgeApp((routes) => {
    routes.all(
      '/checkout/x',
      sameOrigin(OURS, (at) => at),
      (_req, res) => void res.json({}),
    );
  }, options).app;
}

function post(headers: Readonly<Record<string, string>>) {
  return request(app()).post('/checkout/x').set('Accept', 'application/json').set(headers);
}

describe('a POST to a shopper page', () => {
  it.each([
    ['says that it comes from our origin', { Origin: OURS }],
    ['says so twice', { Origin: OURS, 'Sec-Fetch-Site': 'same-origin' }],
    ['says so by Sec-Fetch-Site alone', { 'Sec-Fetch-Site': 'same-origin' }],
    ['says so, and a proxy hides its origin', { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }],
    [
      'stands on another name that leads here',
      { Origin: 'https://shop.example', 'Sec-Fetch-Site': 'same-origin' },
    ],
    ['is repeated by the person, from our origin', { Origin: OURS, 'Sec-Fetch-Site': 'none' }],
  ])('passes when it %s', async (_, headers) => {
    expect((await post(headers)).status).toBe(200);
  });

  it.each([
    ['says nothing', {}],
    ['comes from another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['comes from another site, by an old browser', { Origin: 'https://evil.example' }],
    ['comes from a neighbour', { Origin: 'https://shop.example.com', 'Sec-Fetch-Site': 'same-site' }],
    ['hides where it comes from', { Origin: 'null' }],
    ['hides it and is the person’s own doing', { Origin: 'null', 'Sec-Fetch-Site': 'none' }],
    ['comes from another site and hides it', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
    ['comes from a neighbour and hides it', { Origin: 'null', 'Sec-Fetch-Site': 'same-site' }],
    ['contradicts itself', { Origin: OURS, 'Sec-Fetch-Site': 'cross-site' }],
    ['says nothing that it should', { Origin: OURS, 'Sec-Fetch-Site': '' }],
    ['comes from a neighbour and names our origin', { Origin: OURS, 'Sec-Fetch-Site': 'same-site' }],
    ['comes from nowhere', { 'Sec-Fetch-Site': 'none' }],
    ['comes over http', { Origin: 'http://pay.example.com' }],
    ['comes from another port', { Origin: `${OURS}:8443` }],
    ['comes from an origin that begins like ours', { Origin: `${OURS}.evil.example` }],
    ['names an address instead of an origin', { Origin: `${OURS}/` }],
    ['says a word that nobody knows', { Origin: OURS, 'Sec-Fetch-Site': 'same-origin, cross-site' }],
    ['relies on the Host header', { Origin: 'https://evil.example', Host: 'evil.example' }],
    ['relies on a proxy header', { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' }],
    ['relies on the referrer', { Referer: `${OURS}/checkout/x` }],
  ])('is refused when it %s', async (_, headers) => {
    const { status, body } = await post(headers);
    expect(status).toBe(403);
    expect(body.code).toBe('cross_site_request');
  });

  it.each(['put', 'patch', 'delete'] as const)('is no exception as %s', async (method) => {
    const { status } = await request(app())[method]('/checkout/x').set('Origin', 'https://evil.example');
    expect(status).toBe(403);
  });
});

describe('the page that a person sees instead', () => {
  it('leads to the same page at our own address, whatever Host says', async () => {
    const { text } = await request(app({ viewsFolder: path.join(__dirname, '..', '..', 'views') }))
      .post('/checkout/x')
      .set({ Accept: 'text/html', Host: 'evil.example', Origin: 'http://10.0.0.7' });
    expect(text).toContain(`href="${OURS}/checkout/x"`);
    expect(text).not.toContain('evil.example');
  });
});

describe('a GET', () => {
  it('passes from anywhere: links lead to us', async () => {
    const { status } = await request(app()).get('/checkout/x').set('Sec-Fetch-Site', 'cross-site');
    expect(status).toBe(200);
  });
});
