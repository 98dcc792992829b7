import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import request from 'supertest';
import { formBody, jsonBody, notificationBody } from '../../src/web/bodies';
import { edgeApp } from '../support/edge-app';
import { TestClock } from '../support/test-clock';

const clock = new TestClock();

const { app } = edgeApp((routes) => {
  routes.post('/api/json', jsonBody(), (req, res) => void res.json({ got: req.body ?? 'nothing' }));
  routes.post('/api/form', formBody(), (req, res) => void res.json({ got: req.body ?? 'nothing' }));
  routes.post('/notifications/x', notificationBody(clock), (req, res) => {
    res.json({ got: String(req.body) });
  });
});

const post = (path: string, type: string, body: string) =>
  request(app).post(path).set('Content-Type', type).send(body);
const json = (body: string) => post('/api/json', 'application/json', body);
const form = (body: string) => post('/api/form', 'application/x-www-form-urlencoded', body);

function nested(levels: number): string {
  return `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;
}

describe('a JSON body', () => {
  it('is read', async () => {
    const { status, body } = await json('{"amount": 1099, "customer": {"name": "Ada"}}');
    expect(status).toBe(200);
    expect(body).toEqual({ got: { amount: 1099, customer: { name: 'Ada' } } });
  });

  it('may be absent', async () => {
    const { status, body } = await request(app).post('/api/json');
    expect(status).toBe(200);
    expect(body).toEqual({ got: 'nothing' });
  });

  it('may be eight levels deep and no deeper', async () => {
    expect((await json(nested(8))).status).toBe(200);
    expect((await json(nested(9))).status).toBe(400);
    expect((await json('['.repeat(30_000) + ']'.repeat(30_000))).status).toBe(400);
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'may not have a field named %s, at any depth',
    async (name) => {
      for (const body of [
        `{"${name}": {"isAdmin": true}}`,
        `{"a": [{"${name}": 1}]}`,
        `{"a":{"b":{"${name}":{}}}}`,
      ]) {
        const { status, body: problem } = await json(body);
        expect(status).toBe(400);
        expect(problem.code).toBe('malformed_request');
      }
      expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    },
  );

  it.each([
    ['cut off', '{"amount": 10', 400, 'malformed_request'],
    ['not an object', '"text"', 400, 'malformed_request'],
    ['too large', JSON.stringify({ a: 'x'.repeat(66_000) }), 413, 'body_too_large'],
  ])('is refused when it is %s', async (_, body, status, code) => {
    const answer = await json(body);
    expect(answer.status).toBe(status);
    expect(answer.body.code).toBe(code);
  });

  it('is refused when it is something else', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await post('/api/json', type, '{"amount": 1}');
      expect(answer.status).toBe(415);
      expect(answer.body.code).toBe('unsupported_body');
    }
  });

  it('is refused when it grows too large by unpacking', async () => {
    const bomb = gzipSync(JSON.stringify({ a: 'x'.repeat(5_000_000) }));
    expect(bomb.length).toBeLessThan(16_000);
    const { status } = await request(app)
      .post('/api/json')
      .set({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      .serialize(() => bomb as unknown as string)
      .send({});
    expect(status).toBe(413);
  });

  it('never makes a server error, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
        expect((await json(body)).status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('a form', () => {
  it('is read as single texts', async () => {
    const { body } = await form('customer_name=Ada+L%C3%B6we&paymentToken=a%3Db');
    expect(body).toEqual({ got: { customer_name: 'Ada Löwe', paymentToken: 'a=b' } });
  });

  it('keeps brackets in names as they are, and makes no objects of them', async () => {
    const { body } = await form('a[b]=1&a[b][c]=2');
    expect(body).toEqual({ got: { 'a[b]': '1', 'a[b][c]': '2' } });
  });

  it.each(['constructor', 'prototype'])('is refused with a field named %s', async (name) => {
    expect((await form(`${name}=1`)).status).toBe(400);
  });

  it('loses a field named __proto__, which its reader leaves out by itself', async () => {
    expect((await form('__proto__=1&%5F_proto__=1&a=1')).body).toEqual({ got: { a: '1' } });
  });

  it('may have a thousand fields and no more', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=1`).join('&');
    expect((await form(fields(1_000))).status).toBe(200);
    const refused = await form(fields(1_001));
    expect(refused.status).toBe(413);
    expect(refused.body.code).toBe('body_too_large');
  });

  it('is refused when it is too large', async () => {
    expect((await form(`a=${'x'.repeat(66_000)}`)).status).toBe(413);
  });
});

describe('a notification', () => {
  it.each([
    ['JSON', 'application/json', '{"transaction_id":"BL-1"}'],
    ['a form', 'application/x-www-form-urlencoded', 'transaction_id=BL-1'],
    ['text', 'text/plain', 'BL-1'],
    ['an unknown charset', 'application/json; charset=utf8', '{"transaction_id":"BL-1"}'],
    ['JSON that is none', 'application/json', '{ not json'],
    ['a type that is none', '///', 'BL-1'],
  ])('is read as the bytes that it has: %s', async (_, type, sent) => {
    const { status, body } = await post('/notifications/x', type, sent);
    expect(status).toBe(200);
    expect(body).toEqual({ got: sent });
  });

  it('is read up to 16 KB, and what comes after them is left out', async () => {
    for (const size of [16_384, 16_385, 1_000_000]) {
      const { status, body } = await post('/notifications/x', 'application/json', 'x'.repeat(size));
      expect(status).toBe(200);
      expect(body.got).toHaveLength(16_384);
    }
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, gzip', 'something'])(
    'is not read when it is %s',
    async (encoding) => {
      const { status, body } = await request(app)
        .post('/notifications/x')
        .set({ 'Content-Type': 'application/json', 'Content-Encoding': encoding })
        .serialize(() => gzipSync('{"transaction_id":"BL-1"}') as unknown as string)
        .send({});
      expect(status).toBe(200);
      expect(body).toEqual({ got: '' });
    },
  );
});
