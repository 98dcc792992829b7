import type { Blink } from './blink/blink';
import { createBlink } from './blink/create-blink';
import { systemClock, systemTimers, type Clock, type Timers } from './clock';
import type { Config } from './config';
import type { Readiness } from './health/routes';
import type { Logger } from './logger';
import type { Inbox } from './notifications/inbox';
import { MemoryInbox } from './notifications/memory-inbox';
import { PostgresInbox } from './notifications/postgres-inbox';
import type { Database } from './orders/database';
import { randomIds } from './orders/ids';
import { MemoryOrderStore } from './orders/memory-store';
import { openDatabase } from './orders/open-database';
import { PostgresOrderStore } from './orders/postgres-store';
import type { OrderStore } from './orders/store';
import { paths } from './paths';
import { createCapabilities, type Capabilities } from './payments/capabilities';
import { Coalesced } from './payments/coalesced';
import { InFlight } from './payments/in-flight';
import type { BlinkFacingAddresses, Payments } from './payments/payments';
import { createVerify } from './payments/verify';
import { Sweeper } from './sweeper';

/** Everything the features run on, built once. */
export interface Dependencies {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly payments: Payments;
  readonly inbox: Inbox;
  readonly sweeper: Sweeper;
  /** Whether payments can be taken now, and what a restart would lose. */
  readonly readiness: () => Promise<Readiness>;
  /** Begins the work that no request asks for. */
  start(): void;
  /** Finishes what is under way and closes what was opened. No request may come any more. */
  stop(): Promise<void>;
}

/** What a test may put in the place of the real thing. */
export interface Replacements {
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly orders?: OrderStore;
  readonly blink?: Blink;
  readonly database?: Database | null;
}

/**
 * Opens the database that the configuration names, if any, and builds everything on it.
 * @throws SchemaBehind, MigrationRewritten, or the driver's error when it cannot be used
 */
export async function openDependencies(
  config: Config,
  logger: Logger,
  replaced: Replacements = {},
): Promise<Dependencies> {
  const database = config.database && (await openDatabase(config.database, logger));
  return createDependencies(config, logger, { database, ...replaced });
}

export function createDependencies(
  config: Config,
  logger: Logger,
  replaced: Replacements = {},
): Dependencies {
  const clock = replaced.clock ?? systemClock;
  const timers = replaced.timers ?? systemTimers;
  const database = replaced.database ?? null;
  const blink =
    replaced.blink ??
    createBlink({
      ...config.blink,
      insecureBanks: config.blink.apiUrl.startsWith('http:'),
      clock,
      log: logger,
    });
  const capabilities = createCapabilities(config.appSecrets);
  const core = {
    orders: replaced.orders ?? (database ? new PostgresOrderStore(database) : new MemoryOrderStore()),
    blink,
    clock,
    ids: randomIds,
    log: logger,
    capabilities,
    policy: { latePayment: config.latePayment, directDebitPaidAt: config.directDebitPaidAt },
    addresses: blinkFacingAddresses(config.publicUrl, capabilities),
  };
  const payments = {
    ...core,
    inFlight: new InFlight(),
    openings: new Coalesced(),
    verify: createVerify(core),
  } satisfies Payments;
  const inbox = database ? new PostgresInbox(database, payments, timers) : new MemoryInbox(payments, timers);
  const sweeper = new Sweeper(payments, timers);
  return {
    config,
    logger,
    clock,
    timers,
    payments,
    inbox,
    sweeper,
    readiness: () => readinessOf(core.orders),
    start: () => {
      inbox.start();
      sweeper.start();
    },
    stop: async () => {
      await Promise.all([inbox.stop(), sweeper.stop(), payments.inFlight.drain()]);
      await database?.close();
    },
  };
}

async function readinessOf(orders: OrderStore): Promise<Readiness> {
  const { kind, durable } = orders.describe();
  const ready = await orders.check().then(
    () => true,
    () => false,
  );
  return { ready, store: kind, durable };
}

function blinkFacingAddresses(publicUrl: string, capabilities: Capabilities): BlinkFacingAddresses {
  const granted = (purpose: 'return' | 'notification', orderId: string, attemptId: string) => ({
    orderId,
    attemptId,
    capability: capabilities.grant(purpose, orderId, attemptId),
  });
  return {
    returnUrl: (orderId, attemptId) => publicUrl + paths.paymentReturn(granted('return', orderId, attemptId)),
    notificationUrl: (orderId, attemptId) =>
      publicUrl + paths.notification(granted('notification', orderId, attemptId)),
  };
}
