import request from 'supertest';
import { apiKeyLabel, bearer } from '../../src/web/bearer';
import { edgeApp } from '../support/edge-app';

const CURRENT = 'current-key-0123456789abcdef0123456789';
const PREVIOUS = 'previous-key-0123456789abcdef012345678';

const { app, log } = edgeApp((routes) => {
  routes.use('/api/v1', bearer([CURRENT, PREVIOUS]));
  routes.get('/api/v1/orders', (_req, res) => void res.json({ caller: res.context.caller }));
});
const ask = (authorization?: string) => {
  const asked = request(app).get('/api/v1/orders');
  return authorization === undefined ? asked : asked.set('Authorization', authorization);
};

describe('a caller of the API', () => {
  it.each([CURRENT, PREVIOUS])('is let in with any of the keys', async (key) => {
    const { status, body } = await ask(`Bearer ${key}`);
    expect(status).toBe(200);
    expect(body.caller).toBe(apiKeyLabel(key));
  });

  it('is known by a label that tells nothing of the key', async () => {
    expect(apiKeyLabel(CURRENT)).toMatch(/^key_[0-9a-f]{8}$/);
    expect(apiKeyLabel(CURRENT)).not.toBe(apiKeyLabel(PREVIOUS));
    await ask(`Bearer ${CURRENT}`);
    expect(log.lines()).toContainEqual(expect.objectContaining({ caller: apiKeyLabel(CURRENT) }));
    expect(log.text()).not.toContain(CURRENT.slice(0, 20));
  });

  it('is told how to come back without a key', async () => {
    const { status, headers, body } = await ask();
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="api"');
    expect(body.code).toBe('not_authenticated');
  });

  it.each([
    ['cut off', `Bearer ${CURRENT.slice(0, -1)}`],
    ['with more behind it', `Bearer ${CURRENT}x`],
    ['in other letters', `Bearer ${CURRENT.toUpperCase()}`],
    ['twice', `Bearer ${CURRENT},${CURRENT}`],
    ['of the other one in part', `Bearer ${CURRENT.slice(0, 20)}${PREVIOUS.slice(20)}`],
  ])('is refused with a key %s', async (_, authorization) => {
    const { status, headers } = await ask(authorization);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="api", error="invalid_token"');
  });

  it.each([
    ['nothing', ''],
    ['no key', 'Bearer '],
    ['another scheme', `Basic ${Buffer.from(`x:${CURRENT}`).toString('base64')}`],
    ['the bare key', CURRENT],
    ['a very long key', `Bearer ${'x'.repeat(5_000)}`],
    ['two words', `Bearer ${CURRENT} ${CURRENT}`],
  ])('is refused with %s', async (_, authorization) => {
    expect((await ask(authorization)).status).toBe(401);
  });

  it('is refused with a key in the address', async () => {
    const { status } = await request(app).get(`/api/v1/orders?access_token=${CURRENT}&key=${CURRENT}`);
    expect(status).toBe(401);
  });

  it('is refused before the address is looked at, so that nobody learns which exist', async () => {
    expect((await request(app).get('/api/v1/nowhere')).status).toBe(401);
  });
});
