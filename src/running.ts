import type { Express } from 'express';
import { createApp } from './app';
import type { Config } from './config';
import { createDependencies, type Dependencies } from './dependencies';
import { type AskReadiness, untilStopping } from './health/readiness';
import type { Logger } from './logger';
import type { Database } from './orders/database';
import { openDatabase } from './orders/open-database';

/** What `serve` starts and stops: the app, and the work that goes on beside its requests. */
export interface Running {
  readonly app: Express;
  readonly readiness: AskReadiness;
  /** Work that nobody asked for begins: the sweep. */
  start(): void | Promise<void>;
  /** From now on `readiness` says no. Requests are still answered. */
  beginStopping(): void;
  /** No new work begins; resolves when what moves money, and what records it, is done. No request is left by then. */
  drain(): Promise<void>;
  /** The last step, after everything else: lets go of what is held open. */
  stop(): void | Promise<void>;
}

/**
 * Opens the database that the configuration names, if any, and builds everything on it.
 * @throws SchemaBehind, MigrationRewritten, or the driver's error when the database cannot be used
 */
export async function createRunning(config: Config, logger: Logger): Promise<Running> {
  const database = config.database && (await openDatabase(config.database, logger));
  return runningOn(createDependencies(config, logger, database), database);
}

/** @param database what `dependencies` are built on: closed in the end */
export function runningOn(dependencies: Dependencies, database: Database | null): Running {
  const { ask, beginStopping } = untilStopping(dependencies.readiness);
  const { sweeper, inbox, payments, merchantEvents, receipts } = dependencies;
  return {
    app: createApp({ ...dependencies, readiness: ask }),
    readiness: ask,
    start: () => {
      inbox.start();
      sweeper.start();
      merchantEvents?.start();
    },
    beginStopping,
    drain: async () => {
      await Promise.all([sweeper.stop(), inbox.stop()]);
      await payments.inFlight.drain();
      await Promise.all([merchantEvents?.stop(), receipts?.stop()]);
    },
    stop: () => database?.close(),
  };
}
