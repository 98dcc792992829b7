import request from 'supertest';
import { type AskReadiness, untilStopping } from '../../src/server/health/readiness';
import { healthRoutes } from '../../src/server/health/routes';
import { edgeApp } from '../support/edge-app';

const DURABLE = { ready: true, store: 'postgres', durable: true } as const;
const IN_MEMORY = { ready: true, store: 'memory', durable: false } as const;

function app(ask: AskReadiness, timeoutMs?: number) {
  return edgeApp((routes) => routes.use(healthRoutes(ask, timeoutMs))).app;
}

describe('/healthz', () => {
  it('says that the process lives, whatever the store does', async () => {
    const { status, body } = await request(app(() => Promise.reject(new Error('store is gone')))).get(
      '/healthz',
    );
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'alive' });
  });
});

describe('/readyz', () => {
  it('says yes and names the store', async () => {
    const { status, body, headers } = await request(app(() => Promise.resolve(DURABLE))).get('/readyz');
    expect(status).toBe(200);
    expect(body).toEqual(DURABLE);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('says loudly that a restart loses the orders when they are in memory', async () => {
    const { status, body } = await request(app(() => Promise.resolve(IN_MEMORY))).get('/readyz');
    expect(status).toBe(200);
    expect(body).toEqual({
      ...IN_MEMORY,
      warning: 'Orders are kept in memory: a restart loses all of them. Set DATABASE_URL to keep them.',
    });
  });

  it('says no when the store does', async () => {
    const { status, body } = await request(app(() => Promise.resolve({ ...DURABLE, ready: false }))).get(
      '/readyz',
    );
    expect(status).toBe(503);
    expect(body).toMatchObject({ ready: false, store: 'postgres' });
  });

  it('says no when the store cannot be asked, and nothing of why', async () => {
    const { status, body } = await request(app(() => Promise.reject(new Error('canary')))).get('/readyz');
    expect(status).toBe(503);
    expect(body).toEqual({ ready: false });
  });

  it('says no when the store does not answer', async () => {
    const { status } = await request(app(() => new Promise(() => undefined), 10)).get('/readyz');
    expect(status).toBe(503);
  });

  it('says no once the process is stopping, though the store is well', async () => {
    const readiness = untilStopping(() => Promise.resolve(DURABLE));
    const stopping = app(readiness.ask);
    expect((await request(stopping).get('/readyz')).status).toBe(200);
    readiness.beginStopping();
    const { status, body } = await request(stopping).get('/readyz');
    expect(status).toBe(503);
    expect(body).toEqual({ ...DURABLE, ready: false });
  });
});
