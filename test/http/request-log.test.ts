import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import request from 'supertest';
import { formBody } from '../../src/web/bodies';
import { edgeApp } from '../support/edge-app';

function shop() {
  return edgeApp((app) => {
    app.get('/checkout/:token', (_req, res) => void res.json({}));
    app.post('/checkout/:token/card', formBody(), (_req, res) => void res.json({}));
    app.get('/healthz', (_req, res) => void res.json({}));
    app.get('/broken', () => Promise.reject(new Error('canary')));
    app.use(Router().get('/return/:orderId/:attemptId/:capability', (_req, res) => res.redirect(303, '/')));
  });
}

const requestLines = (log: ReturnType<typeof shop>['log']) =>
  log.lines().filter(({ msg }) => msg === 'request');

describe('the log of requests', () => {
  it('has one line for each, with its id, method, route, status and duration', async () => {
    const { app, log } = shop();
    const { headers } = await request(app).get('/checkout/canary');
    expect(requestLines(log)).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        msg: 'request',
        requestId: headers['x-request-id'],
        method: 'GET',
        route: '/checkout/:token',
        status: 200,
        ms: expect.any(Number),
      },
    ]);
  });

  it('never holds anything of what was sent', async () => {
    const { app, log } = shop();
    await request(app).get('/return/ord_1/att_1/canary?status=canary&note=canary').set('Cookie', 'id=canary');
    await request(app)
      .post('/checkout/canary/card?q=canary')
      .set({ Authorization: 'Bearer canary', 'User-Agent': 'canary', Referer: 'https://x.example/canary' })
      .type('form')
      .send('paymentToken=canary&customer_name=canary');
    await request(app).get('/canary/nowhere').set('X-Request-Id', 'canary');
    await request(app).get('/checkout/%E0%A4%A-canary');
    await request(app)
      .post('/checkout/canary/card')
      .type('form')
      .send('canary=1&canary=2&constructor=canary');
    expect(requestLines(log)).toHaveLength(5);
    expect(log.text()).not.toContain('canary');
  });

  it('names the route inside a router, too, and none where none matched', async () => {
    const { app, log } = shop();
    await request(app).get('/return/ord_1/att_1/x');
    await request(app).get('/nowhere');
    expect(requestLines(log).map(({ route }) => route)).toEqual([
      '/return/:orderId/:attemptId/:capability',
      null,
    ]);
  });

  it('gives ids of its own, whatever the caller sends', async () => {
    const { app } = shop();
    const { headers } = await request(app).get('/healthz').set('X-Request-Id', 'canary');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('keeps probes and files out of the way, and faults in sight', async () => {
    const { app, log } = shop();
    await request(app).get('/healthz');
    await request(app).get('/static/page.css');
    await request(app).get('/broken');
    expect(requestLines(log).map(({ level }) => level)).toEqual(['debug', 'debug', 'warn']);
  });

  it('says when the caller did not wait for the answer', async () => {
    const moments = new EventEmitter();
    const arrival = once(moments, 'arrival');
    const { app, log } = edgeApp((routes) => {
      routes.get('/slow', (_req, res) => {
        res.once('close', () => moments.emit('end'));
        moments.emit('arrival');
      });
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const leaving = new AbortController();
    const asked = fetch(`http://127.0.0.1:${port}/slow`, { signal: leaving.signal }).catch(() => undefined);
    await arrival;
    const end = once(moments, 'end');
    leaving.abort();
    await Promise.all([asked, end]);
    await new Promise((resolve) => server.close(resolve));
    expect(requestLines(log)).toEqual([
      expect.objectContaining({ route: '/slow', outcome: 'left before the answer was complete' }),
    ]);
  });
});
