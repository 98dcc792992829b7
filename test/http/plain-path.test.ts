import { plainPath } from '../../src/web/answer-errors';
import { API_KEY, type Rig, startRig } from '../support/rig';
import { createOrder } from '../support/shopper';

describe('the path that was meant', () => {
  it.each([
    ['/api/v1/orders?x=//y', '/api/v1/orders'],
    ['//api/v1/orders', '/api/v1/orders'],
    ['/api//v1///orders', '/api/v1/orders'],
    ['/./api/v1/orders', '/api/v1/orders'],
    ['/x/../api/v1/orders', '/api/v1/orders'],
    ['/../api/', '/api/'],
    ['/%2e/api%2Fv1', '/api/v1'],
    ['/%61pi/v1', '/api/v1'],
    ['/\\api\\v1', '/api/v1'],
    ['/API/v1', '/api/v1'],
    ['http://pay.example.com/api/v1', '/api/v1'],
    ['/%E0%A4%A/api', '/à¤%a/api'],
    ['/', '/'],
    ['', '/'],
    ['*', '/*'],
  ])('of %s is %s', (target, path) => {
    expect(plainPath(target)).toBe(path);
  });
});

describe('a path that is written another way', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterAll(() => rig.stop());

  const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  it.each([
    '//api/v1/orders',
    '/api//v1/orders',
    '/api/v1//orders',
    '/%2e%2e/api//v1/orders',
    '/api%2Fv1%2Forders',
    '/%2Fapi/v1/orders',
    '/%61pi/v1/orders',
  ])('is no route of the API and is answered as the API answers: %s', async (path) => {
    for (const headers of [{}, HTML]) {
      const answer = await fetch(rig.origin + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ reference: 'R-1', amount: 1099, currency: 'GBP' }),
      });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
    expect((await rig.api('GET', '/orders')).body.data).toEqual([]);
  });

  it('is no page either, and leads nowhere else', async () => {
    const { checkout_url } = await createOrder(rig);
    const { pathname } = new URL(checkout_url);
    for (const path of [
      `/${pathname}`,
      pathname.replace('/checkout', '/checkout/'),
      pathname.replace('/', '/%2F'),
    ]) {
      const answer = await fetch(rig.origin + path, { headers: HTML, redirect: 'manual' });
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('Page not found');
    }
  });
});
