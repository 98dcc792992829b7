/** A small server behind the real `serve`, whose work ends when the test says so. Runs in a process of its own. */
import { once } from 'node:events';
import type { Express } from 'express';
import { healthRoutes } from '../../src/server/health/routes';
import { untilStopping } from '../../src/server/health/readiness';
import { createLogger } from '../../src/server/log/logger';
import { serve } from '../../src/server/serve';
import { EDGE_OPTIONS } from '../support/edge-options';
import { openApp, closeApp } from '../../src/web/open-app';

const told = (message: string) =>
  new Promise<void>((resolve) => {
    process.on('message', (heard) => {
      if (heard === message) resolve();
    });
  });

const logger = createLogger({ level: 'debug' });
const { ask, beginStopping } = untilStopping(() =>
  Promise.resolve({ ready: true, store: 'memory', durable: false } as const),
);
const chargeIsDone = told('finish charge');
const chargesInFlight = new Set<Promise<void>>();

function routes(app: Express): void {
  app.use(healthRoutes(ask));
  app.get('/slow', async (_req, res) => {
    logger.info({}, 'slow request has begun');
    await told('finish request');
    res.json({ whole: true });
  });
  app.post('/charge', (_req, res) => {
    chargesInFlight.add(chargeIsDone.then(() => logger.info({}, 'charge recorded')));
    res.json({ charging: true });
  });
  app.get('/rejects', (_req, res) => {
    void Promise.reject(new Error('canary'));
    res.json({});
  });
  app.get('/throws', (_req, res) => {
    setImmediate(() => {
      throw new Error('canary');
    });
    res.json({});
  });
}

async function main(): Promise<void> {
  const app = openApp({ ...EDGE_OPTIONS, log: logger });
  routes(app);
  const running = {
    app: closeApp(app),
    readiness: ask,
    start: () => logger.info({}, 'work begins'),
    beginStopping,
    drain: async () => {
      logger.info({}, 'draining');
      await Promise.all(chargesInFlight);
    },
    stop: () => logger.info({}, 'letting go'),
  };
  const graceMs = Number(process.env['GRACE_MS'] ?? 60_000);
  const { publicUrl } = EDGE_OPTIONS;
  const trustedProxies = Number(process.env['TRUSTED_PROXIES'] ?? 1);
  await serve(running, { host: '127.0.0.1', port: 0, publicUrl, trustedProxies, graceMs }, logger);
  await once(process, 'disconnect'); // the test is gone
  process.exit(2);
}

void main();
