import type { Express } from 'express';
import { createApp } from './app';
import type { Config } from './config/config';
import { createDependencies } from './services';
import { type AskReadiness, untilStopping } from './health/readiness';
import type { Logger } from './log/logger';
import { tryMailServer } from '../delivery/emails/mailer';
import { metricsPageOf } from './metrics/metrics-page-of';
import { type MetricsServer, serveMetrics } from './metrics/metrics-server';
import { openDatabase } from '../postgres/open-database';

/** What `serve` starts and stops: the app, and the background work. */
export interface Running {
  readonly app: Express;
  readonly readiness: AskReadiness;
  /** Starts the background work, and serves metrics until `stop`. */
  start(): void | Promise<void>;
  /** From now on `readiness` answers "not ready". Requests are still answered. */
  beginStopping(): void;
  /** Starts no new work; resolves when all work that moves money, and that records it, is done. By then no request is left. */
  drain(): Promise<void>;
  /** The last step: closes connections and ports. */
  stop(): void | Promise<void>;
}

/**
 * Opens the database that the configuration names, if any, and builds everything on it.
 * @param build builds the dependencies; a test may replace one of them
 * @throws DatabaseUnfit, or the driver's error, when the database cannot be used
 */
export async function createRunning(
  config: Config,
  logger: Logger,
  build = createDependencies,
): Promise<Running> {
  const database = config.database && (await openDatabase(config.database, logger));
  const built = build(config, logger, database);
  const { ask, beginStopping } = untilStopping(built.readiness);
  const dependencies = { ...built, readiness: ask };
  const { orderSweep, repeatPaymentSweep, inbox, payments, merchantEvents, letters, account } = dependencies;
  const metrics = metricsPageOf(dependencies, database);
  let metricsServer: MetricsServer | null = null;
  return {
    app: createApp(dependencies),
    readiness: ask,
    start: async () => {
      if (metrics && config.metricsPort !== null)
        metricsServer = await serveMetrics(metrics, { host: config.host, port: config.metricsPort }, logger);
      inbox.start();
      orderSweep.start();
      repeatPaymentSweep.start();
      merchantEvents?.start();
      letters?.start();
      void account.ask();
      if (config.mail) void tryMailServer(config.mail.server, logger);
    },
    beginStopping,
    drain: async () => {
      await Promise.all([orderSweep.stop(), repeatPaymentSweep.stop(), inbox.stop()]);
      await payments.inFlight.drain();
      await Promise.all([merchantEvents?.stop(), letters?.stop()]);
    },
    stop: async () => {
      await metricsServer?.close();
      await database?.close();
    },
  };
}
