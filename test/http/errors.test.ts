import request from 'supertest';
import { AppError, InvalidInput, NotFound } from '../../src/kernel/errors';
import { jsonBody } from '../../src/web/bodies';
import { edgeApp } from '../support/edge-app';

class BlinkDown extends AppError {
  readonly status = 503;
  readonly code = 'blink_unavailable';
}

function failing(failure: unknown, path = '/here') {
  return edgeApp((app) => {
    app.get(path, () => {
      throw failure;
    });
  });
}

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('a failure that a program meets', () => {
  it('is a problem with a stable code, in the words of the failure', async () => {
    const { app } = failing(new BlinkDown('Blink cannot be reached'), '/api/v1/orders');
    const { status, headers, body } = await request(app).get('/api/v1/orders');
    expect(status).toBe(503);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      code: 'blink_unavailable',
      detail: 'Blink cannot be reached',
      instance: `urn:uuid:${headers['x-request-id']}`,
    });
  });

  it('names every field that is wrong', async () => {
    const errors = [
      { field: 'amount', message: 'must be a whole number' },
      { field: 'customer.email', message: 'must be an e-mail address' },
    ];
    const { app } = failing(new InvalidInput(errors), '/api/v1/orders');
    const { status, body } = await request(app).get('/api/v1/orders');
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid_input', errors });
  });

  it.each(['/api/v1/orders', '/notifications/ord_1/att_1/x', '/readyz'])(
    'is a problem at %s even for who asks for a page',
    async (path) => {
      const { headers } = await request(edgeApp(() => undefined).app)
        .get(path)
        .set('Accept', HTML);
      expect(headers['content-type']).toMatch(/problem\+json/);
    },
  );

  it('is a problem wherever JSON is asked for', async () => {
    const { app } = failing(new NotFound());
    const { headers, body } = await request(app).get('/here').set('Accept', 'application/json');
    expect(headers['content-type']).toMatch(/problem\+json/);
    expect(body.code).toBe('not_found');
  });
});

describe('a failure that a person meets', () => {
  it.each([
    [new NotFound('No order ord_1'), 404, 'Page not found'],
    [new BlinkDown('Blink cannot be reached'), 503, 'Not available right now'],
    [new InvalidInput([{ field: 'x', message: 'wrong' }]), 422, 'That could not be read'],
    [new Error('canary'), 500, 'Something went wrong'],
  ])('is a page that says what to do: %s', async (failure, status, heading) => {
    const {
      headers,
      text,
      status: answered,
    } = await request(failing(failure).app).get('/here').set('Accept', HTML);
    expect(answered).toBe(status);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain(`<h1>${heading}</h1>`);
    expect(text).toContain(headers['x-request-id']);
    expect(text).not.toContain(failure.message);
  });

  it('is told even when the page about it cannot be shown', async () => {
    const { app, log } = edgeApp(() => undefined, { viewsFolder: __dirname });
    const { status, headers } = await request(app).get('/nowhere').set('Accept', HTML);
    expect(status).toBe(500);
    expect(headers['content-type']).toMatch(/problem\+json/);
    expect(log.lines()).toContainEqual(expect.objectContaining({ msg: 'error page failed' }));
  });
});

describe('a fault of ours', () => {
  it.each([
    ['an error', new TypeError('canary: db password')],
    ['an error that claims to be the request’s', Object.assign(new Error('canary'), { status: 700 })],
    ['a text', 'canary'],
    ['an object', { canary: true }],
  ])('tells nothing of %s but the request’s id', async (_, thrown) => {
    const { app, log } = failing(thrown, '/api/v1/x');
    const { status, headers, text, body } = await request(app).get('/api/v1/x');
    expect(status).toBe(500);
    expect(text).not.toContain('canary');
    expect(Object.keys(body as object)).toEqual(['type', 'title', 'status', 'code', 'instance']);
    const logged = log.lines().find(({ msg }) => msg === 'request failed');
    expect(logged).toMatchObject({ level: 'error', requestId: headers['x-request-id'] });
    expect(log.text()).not.toContain('canary');
  });

  it('never passes half an answer for a whole one', async () => {
    const { app } = edgeApp((routes) => {
      routes.get('/half', (_req, res) => {
        res.setHeader('Content-Length', '100');
        res.write('half');
        throw new Error('canary');
      });
    });
    await expect(request(app).get('/half')).rejects.toThrow(/aborted|hang up/);
  });
});

describe('a request that cannot be read', () => {
  const { app } = edgeApp((routes) => {
    routes.post('/api/v1/orders', jsonBody(), (_req, res) => void res.json({}));
    routes.get('/orders/:id', (_req, res) => void res.json({}));
  });

  it.each([
    ['a broken address', '/orders/%E0%A4%A'],
    ['a broken file name', '/static/%zz'],
    ['a null character in a file name', '/static/a%00.css'],
  ])('is answered without repeating it: %s', async (_, path) => {
    const { status, text } = await request(app).get(path).set('Accept', 'application/json');
    expect([400, 404]).toContain(status);
    expect(text).not.toMatch(/%|\\u0000/);
  });

  it('is answered without showing the secret in it', async () => {
    const { status, body, text } = await request(app)
      .post('/api/v1/orders')
      .type('json')
      .send('{"card": "4543059999999990", canary');
    expect(status).toBe(400);
    expect(body.code).toBe('malformed_request');
    expect(text).not.toMatch(/canary|4543/);
  });
});
