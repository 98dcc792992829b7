import { createServer, type Server } from 'node:http';
import express, { type ErrorRequestHandler, Router } from 'express';
import request from 'supertest';
import { expressPrototypes } from '../../src/web/express-prototypes';

function app() {
  const inner = express();
  inner.get('/inside', (req, res) => void res.json({ mountedAt: req.baseUrl, app: req.app === inner }));
  const routes = express();
  routes.set('trust proxy', 1);
  routes.use(express.json());
  routes.post('/echo/:name', (req, res) => {
    res.status(201).cookie('seen', 'yes').location('/there');
    res.json({
      name: req.params['name'],
      query: req.query,
      body: req.body,
      type: req.get('content-type'),
      ip: req.ip,
    });
  });
  routes.get('/kind', (req, res) => {
    res
      .vary('Accept')
      .type(req.accepts(['html', 'json']) || 'text')
      .send(JSON.stringify(`${req.protocol} ${req.hostname}`));
  });
  routes.get('/away', (_req, res) => res.redirect(303, '/kind'));
  routes.get('/app', (req, res) => void res.json({ req: req.app === routes, res: res.app === routes }));
  routes.use('/mounted', inner);
  routes.use(
    '/router',
    Router().get('/x', (req, res) => void res.send(`${req.baseUrl}${req.path}`)),
  );
  const refuse: ErrorRequestHandler = (error: { status: number; type: string }, _req, res, _next) =>
    void res.status(error.status).send(error.type);
  return routes.use(refuse);
}

describe('Express with requests and responses that have its prototypes from the start', () => {
  const usual = createServer(app());
  const routes = app();
  const quick = createServer(expressPrototypes(routes), routes);

  const asks: [string, (server: Server) => request.Test][] = [
    ['reads and answers JSON', (server) => request(server).post('/echo/ada?a=1').send({ b: 2 })],
    ['refuses JSON that is broken', (server) => request(server).post('/echo/x').type('json').send('{')],
    ['negotiates', (server) => request(server).get('/kind').set('Accept', 'application/json')],
    ['trusts its proxy', (server) => request(server).get('/kind').set('X-Forwarded-Proto', 'https')],
    ['redirects', (server) => request(server).get('/away')],
    ['answers HEAD', (server) => request(server).head('/kind')],
    ['serves an app within the app', (server) => request(server).get('/mounted/inside')],
    ['serves a router', (server) => request(server).get('/router/x')],
    ['knows its app', (server) => request(server).get('/app')],
    ['finds nothing', (server) => request(server).get('/nowhere')],
  ];

  it.each(asks)('%s as it always does', async (_, ask) => {
    const [one, other] = [await ask(usual), await ask(quick)];
    expect(other.status).toBe(one.status);
    expect(other.text).toBe(one.text);
    expect(undated(other.headers)).toEqual(undated(one.headers));
  });

  it('finds the prototypes in place, which is the point', async () => {
    const own = express();
    const classes = expressPrototypes(own);
    const seen: boolean[] = [];
    own.get('/', (req, res) => {
      seen.push(Object.getPrototypeOf(req) === classes.IncomingMessage.prototype);
      seen.push(Object.getPrototypeOf(res) === classes.ServerResponse.prototype);
      res.end();
    });
    const server = createServer(classes, (req, res) => {
      seen.push(Object.getPrototypeOf(req) === own.request, Object.getPrototypeOf(res) === own.response);
      own(req, res);
    });
    await request(server).get('/');
    expect(seen).toEqual([true, true, true, true]);
  });
});

function undated(headers: Record<string, unknown>): Record<string, unknown> {
  return { ...headers, date: null };
}
