import type { Express } from 'express';
import { createApp } from './app';
import type { Config } from './config';
import { createDependencies } from './dependencies';
import { type AskReadiness, untilStopping } from './health/readiness';
import type { Logger } from './logger';

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

export function createRunning(config: Config, logger: Logger): Running {
  const dependencies = createDependencies(config, logger);
  const { ask, beginStopping } = untilStopping(dependencies.readiness);
  const { sweeper, inbox, payments } = dependencies;
  return {
    app: createApp({ ...dependencies, readiness: ask }),
    readiness: ask,
    start: () => sweeper.start(),
    beginStopping,
    drain: async () => {
      await Promise.all([sweeper.stop(), inbox.drain()]);
      await payments.inFlight.drain();
    },
    stop: () => undefined,
  };
}
