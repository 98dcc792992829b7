import request from 'supertest';
import { bearer } from '../../src/web/bearer';
import { jsonBody } from '../../src/web/bodies';
import { rateLimitInMemory } from '../../src/web/memory-rate-limit';
import { merchantApiRoutes } from '../../src/server/merchant-api';
import { MemoryIdempotencyStore } from '../../src/api/idempotency/memory-store';
import { edgeApp } from '../support/edge-app';
import { API_KEY, startRig, type Rig } from '../support/rig';
import { createOrder, FRICTIONLESS, payByCard } from '../support/shopper';
import { call } from './support/call';
import { callsIn, readDocument, withParts, type DescribedCall } from './support/described';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const OTHER_KEY = 'other-shop-key-0123456789-0123456789';

let rig: Rig;
let calls: readonly DescribedCall[];
beforeAll(async () => {
  rig = await startRig();
  calls = callsIn(await readDocument(rig));
});
afterAll(() => rig.stop());

const addresses = () => [...new Set(calls.map((each) => withParts(each)))];
const methodsOf = (address: string) =>
  calls.filter((each) => withParts(each) === address).map(({ method }) => method);

describe('a method that an address does not take', () => {
  it('is refused everywhere with the ones that it takes', async () => {
    for (const address of addresses()) {
      const taken = methodsOf(address);
      for (const method of METHODS.filter((each) => !taken.includes(each))) {
        const answer = await call(rig, method, address);
        const allowed = (answer.headers.get('allow') ?? '').split(', ');
        expect([method, address, answer.status]).toEqual([method, address, 405]);
        expect(JSON.parse(answer.text)).toMatchObject({ code: 'method_not_allowed', status: 405 });
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(allowed.sort()).toEqual(
          [...taken, ...(taken.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort(),
        );
      }
    }
  });

  it('is told by OPTIONS, too', async () => {
    const answer = await call(rig, 'OPTIONS', '/api/v1/orders');
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
  });

  it('leaves HEAD, which is GET without its body', async () => {
    const answer = await call(rig, 'HEAD', '/api/v1/orders');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect((await call(rig, 'HEAD', '/api/v1/orders/ord_none')).status).toBe(404);
  });
});

describe('an address that is not there', () => {
  it('is a problem for those with a key, and a secret for all others', async () => {
    const answer = await call(rig, 'GET', '/api/v1/nothing');
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([404, 'not_found']);
    expect((await call(rig, 'GET', '/api/v1/nothing', { key: null })).status).toBe(401);
  });
});

describe('an API key', () => {
  it('is asked for by every method of every address, but for the description', async () => {
    for (const address of addresses().filter((each) => !each.endsWith('openapi.json'))) {
      for (const method of [...METHODS, 'OPTIONS']) {
        for (const key of [null, 'x'.repeat(40)]) {
          const answer = await call(rig, method, address, { key });
          expect([method, address, answer.status]).toEqual([method, address, 401]);
          expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
        }
      }
    }
    expect((await call(rig, 'GET', '/api/v1/openapi.json', { key: null })).status).toBe(200);
  });

  it('is asked for before anything that was sent is read', async () => {
    const answer = await call(rig, 'POST', '/api/v1/orders', { key: null, body: '{"a":' });
    expect(answer.status).toBe(401);
  });
});

describe('the allowance of a key', () => {
  const limitedApp = () => {
    const { payments, clock, timers } = rig.dependencies;
    const api = {
      payments,
      publicUrl: rig.origin,
      isDescribed: true,
      shopOrigins: [],
      redeliver: null,
      onlyMerchant: bearer([API_KEY, OTHER_KEY]),
      readJson: jsonBody(),
      idempotency: { store: new MemoryIdempotencyStore(), clock, timers },
      limit: rateLimitInMemory({ name: 'api', requests: 2, seconds: 3_600 }),
    };
    return edgeApp((app) => app.use(merchantApiRoutes(api))).app;
  };
  const get = (app: ReturnType<typeof limitedApp>, key = API_KEY) =>
    request(app).get('/api/v1/orders').set('authorization', `Bearer ${key}`);

  it('is told with every answer, refusals too', async () => {
    const app = limitedApp();
    expect((await get(app)).headers).toMatchObject({
      'ratelimit-policy': '"api";q=2;w=3600',
      ratelimit: '"api";r=1;t=3600',
    });
    const { status, headers } = await get(app).query({ limit: '0' });
    expect([status, headers['ratelimit']]).toEqual([422, '"api";r=0;t=3600']);
  });

  it('is refused beyond, with when to come again', async () => {
    const app = limitedApp();
    await get(app);
    await get(app);
    const { status, headers, body } = await get(app);
    expect([status, body.code, headers['retry-after']]).toEqual([429, 'too_many_requests', '3600']);
  });

  it('is each key its own', async () => {
    const app = limitedApp();
    for (let count = 0; count < 3; count++) await get(app);
    expect((await get(app, OTHER_KEY)).status).toBe(200);
  });

  it('is not used up by those without a key', async () => {
    const app = limitedApp();
    for (let count = 0; count < 5; count++) await get(app, 'wrong'.repeat(10));
    expect((await get(app)).status).toBe(200);
  });

  it('is 600 requests a minute unless something else is said', async () => {
    const { headers } = await call(rig, 'GET', '/api/v1/orders');
    expect(headers.get('ratelimit-policy')).toBe('"api";q=600;w=60');
  });
});

describe('Blink asking for patience', () => {
  it('is passed on: when to come again, and nothing changed', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.settle();
    const busy = { kind: 'status', status: 429, body: {}, headers: { 'retry-after': '30' } } as const;
    rig.sandbox.breakNext({ path: /transactions/ }, busy);

    const answer = await call(rig, 'GET', `/api/v1/orders/${order.id}?refresh=true`);
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([503, 'blink_unavailable']);
    expect(answer.headers.get('retry-after')).toBe('30');
    expect((await rig.api('GET', `/orders/${order.id}`)).body.status).toBe('paid');
  });
});
