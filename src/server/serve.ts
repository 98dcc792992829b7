import { once } from 'node:events';
import type { Server } from 'node:http';
import { MINUTE, SECOND } from '../kernel/clock';
import { limitedServer } from '../web/server-limits';
import type { Logger } from './log/logger';
import type { Running } from './process';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly trustedProxies?: number;
  /** How long work may take to end. Longer than a charge waits for Blink, shorter than the container's own stop timeout. */
  readonly graceMs?: number;
}

export const GRACE_MS = MINUTE;
const LETTING_GO_MS = 5 * SECOND;
const LOOK_FOR_IDLE_MS = 50;

/**
 * Serves until the process is told to stop, then ends it: no new connections are accepted, requests and charges are finished,
 * the log is written, and the process exits with 0. An unhandled failure ends it the same way, with 1.
 */
export async function serve(running: Running, options: ServeOptions, logger: Logger): Promise<void> {
  const server = limitedServer(running.app, options);
  endWithProcess(server, running, options, logger);
  await running.start();
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { store, durable } = await running.readiness();
  const { host, publicUrl } = options;
  logger.info({ host, port: portOf(server), publicUrl, store, node: process.version }, 'listening');
  if (!durable) logger.warn({ store }, 'orders are kept in memory: a restart loses all of them');
  if (publicUrl.startsWith('https:') && options.trustedProxies === 0)
    logger.warn({ publicUrl }, PROXY_MISSING);
}

/** We serve http: an https address means that a proxy in front of us serves TLS. */
const PROXY_MISSING =
  'TRUST_PROXY is 0 although PUBLIC_URL is https: all shoppers look like the one address of the proxy in front';

/** Ends the process once, however often and for whatever reason it is told to. */
function endWithProcess(server: Server, running: Running, options: ServeOptions, logger: Logger): void {
  let isEnding = false;
  const end = (exitCode: number) => {
    if (isEnding) return;
    isEnding = true;
    void shutDown(server, running, options, logger).then((ended) => process.exit(ended ? exitCode : 1));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      logger.info({ signal }, isEnding ? 'already stopping' : 'stopping');
      end(0);
    });
  }
  for (const failure of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(failure, (err: unknown) => {
      logger.fatal({ err, kind: failure }, 'a failure that nobody handled: stopping');
      end(1);
    });
  }
}

/** @returns whether all work ended in time */
async function shutDown(
  server: Server,
  running: Running,
  { graceMs = GRACE_MS }: ServeOptions,
  logger: Logger,
): Promise<boolean> {
  running.beginStopping();
  const isDone = await endsWithin(graceMs, finishWork(server, running), logger);
  server.closeAllConnections();
  const hasLetGo = await endsWithin(LETTING_GO_MS, Promise.resolve(running.stop()), logger);
  if (isDone && hasLetGo) logger.info({}, 'stopped');
  else logger.error({}, 'stopped before everything had come to its end');
  await logger.flush();
  return isDone && hasLetGo;
}

/** Waits for requests first: a request that is being answered may still begin a charge. */
async function finishWork(server: Server, running: Running): Promise<void> {
  await closed(server);
  await running.drain();
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
  });
}

async function endsWithin(milliseconds: number, work: Promise<void>, logger: Logger): Promise<boolean> {
  const outOfTime = new Promise<false>((resolve) => setTimeout(resolve, milliseconds, false));
  const ended = work.then(
    () => true,
    (err: unknown) => {
      logger.error({ err }, 'something failed while stopping');
      return false;
    },
  );
  return Promise.race([ended, outOfTime]);
}

function portOf(server: Server): number | null {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? null) : null;
}
