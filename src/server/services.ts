import type { OpenAttempt, PaymentContext } from '../orders/use-cases/context';
import type { Blink } from '../blink/blink';
import { createCardPresent, type CardPresent } from '../blink/card-present/card-present';
import { createBlink } from '../blink/create-blink';
import { systemClock, systemTimers, type Clock, type Timers } from '../kernel/clock';
import type { Config } from './config/config';
import { type AccountCheck, createAccountCheck } from './health/account-check';
import type { AskReadiness, Readiness } from './health/readiness';
import { rateLimitInMemory } from '../web/memory-rate-limit';
import type { MakeRateLimit } from '../web/rate-limits';
import { rateLimitsIn } from '../web/shared-rate-limits';
import type { Logger } from './log/logger';
import { type Counting, createCounting } from './metrics/counting';
import { Inbox } from '../notifications/inbox';
import type { Database } from '../postgres/database';
import type { IdempotencyStore } from '../api/idempotency/store';
import { randomIds, type Ids } from '../kernel/ids';
import { MemoryIdempotencyStore } from '../api/idempotency/memory-store';
import { MemoryFeed } from '../ledger/memory-feed';
import { MemoryOrderStore } from '../orders/store/memory-store';
import { PostgresIdempotencyStore } from '../api/idempotency/postgres-store';
import { PostgresOrderStore } from '../orders/store/postgres-store';
import type { OrderStore } from '../orders/store/store';
import type { ShopEvent } from '../orders/domain/events';
import { outboxesOf, queuesOf, type Outboxes } from './deliveries';
import { queuesFor } from '../delivery/queues-for';
import { AccountInTime } from '../payments/account-in-time';
import { blinkFacingAddresses } from '../orders/use-cases/blink-facing-addresses';
import { createCapabilities } from '../payments/capabilities';
import { SingleFlight } from '../kernel/single-flight';
import { InFlight } from '../payments/in-flight';
import { OfferedMethods } from '../orders/use-cases/offered-methods';
import type { Payments } from '../orders/use-cases/payments';
import { OrderSweep } from '../orders/use-cases/sweep';
import { createVerify } from '../orders/use-cases/verify';
import { repeatPaymentAddresses } from '../repeat-payments/use-cases/blink-facing-addresses';
import type { RepeatPayments } from '../repeat-payments/use-cases/repeat-payments';
import { MemoryRepeatPaymentStore } from '../repeat-payments/store/memory-store';
import { PostgresRepeatPaymentStore } from '../repeat-payments/store/postgres-store';
import type { RepeatPaymentStore } from '../repeat-payments/store/store';
import { repeatPaymentSweep } from '../repeat-payments/use-cases/sweep';
import { MemoryNotificationStore } from '../notifications/memory-store';
import { PostgresNotificationStore } from '../notifications/postgres-store';

/** Everything the features run on, built once. */
export interface Dependencies extends Outboxes {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly payments: Payments;
  readonly repeatPayments: RepeatPayments;
  readonly idempotency: IdempotencyStore;
  readonly inbox: Inbox;
  readonly rateLimit: MakeRateLimit;
  readonly orderSweep: OrderSweep;
  readonly repeatPaymentSweep: ReturnType<typeof repeatPaymentSweep>;
  /** Null: no keys, no card terminals. */
  readonly cardPresent: CardPresent | null;
  /** Whether payments can be taken now, and what a restart would lose. */
  readonly readiness: AskReadiness;
  /** What Blink says of our keys. */
  readonly account: AccountCheck;
  /** Null: nothing is counted, and no metrics are served. */
  readonly counting: Counting | null;
}

/** What a test may put in the place of the real thing. */
export interface Replacements {
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly ids?: Ids;
  readonly orders?: OrderStore;
  readonly repeatPayments?: RepeatPaymentStore;
  readonly idempotency?: IdempotencyStore;
  readonly blink?: Blink;
}

/** @param database open, and closed by whoever opened it; null: everything is kept in memory */
export function createDependencies(
  config: Config,
  logger: Logger,
  database: Database | null,
  replaced: Replacements = {},
): Dependencies {
  const counting = config.metricsPort === null ? null : createCounting();
  const clock = replaced.clock ?? systemClock;
  const timers = replaced.timers ?? systemTimers;
  const blink =
    replaced.blink ??
    createBlink({
      ...config.blink,
      insecureBanks: config.blink.apiUrl.startsWith('http:'),
      clock,
      log: logger,
      onCall: counting?.onCall,
    });
  const capabilities = createCapabilities(config.appSecrets);
  const feed = new MemoryFeed<ShopEvent>();
  const queues = queuesFor(queuesOf(config));
  const kept =
    replaced.orders ??
    (database ? new PostgresOrderStore(database, queues) : new MemoryOrderStore(undefined, feed));
  const keptRepeatPayments =
    replaced.repeatPayments ??
    (database ? new PostgresRepeatPaymentStore(database, queues) : new MemoryRepeatPaymentStore(feed));
  const told = outboxesOf(config, { orders: kept, repeatPayments: keptRepeatPayments }, database, {
    clock,
    timers,
    log: logger,
  });
  if (counting) kept.listen(counting.onWritten);
  for (const outbox of [told.merchantEvents, told.letters]) {
    if (!outbox) continue;
    kept.listen(({ events }) => outbox.tell(events));
    keptRepeatPayments.listen(({ events }) => outbox.tell(events));
  }
  const core = {
    orders: kept,
    blink,
    clock,
    ids: replaced.ids ?? randomIds,
    log: logger,
    inFlight: new InFlight(),
    account: new AccountInTime({ blink, clock, log: logger }),
    capabilities,
    policy: { latePayment: config.latePayment, directDebitPaidAt: config.directDebitPaidAt },
    addresses: blinkFacingAddresses(config.publicUrl, capabilities),
    openings: new SingleFlight<OpenAttempt>(),
  } satisfies PaymentContext;
  const payments = {
    ...core,
    offered: new OfferedMethods(core),
    verify: createVerify(core),
  } satisfies Payments;
  const repeatPayments: RepeatPayments = {
    ...core,
    store: keptRepeatPayments,
    openings: new SingleFlight(),
    cardUpdates: new SingleFlight(),
    looks: new SingleFlight(),
    addresses: repeatPaymentAddresses(config.publicUrl, capabilities),
  };
  return {
    config,
    logger,
    clock,
    timers,
    payments,
    repeatPayments,
    idempotency: replaced.idempotency ?? idempotencyStoreOn(database),
    inbox: new Inbox(
      database ? new PostgresNotificationStore(database) : new MemoryNotificationStore(),
      payments,
      timers,
      counting?.onNotice,
    ),
    rateLimit: database
      ? rateLimitsIn(database, config.appSecrets[0])
      : (options) => rateLimitInMemory(options, clock),
    orderSweep: new OrderSweep(payments, timers),
    repeatPaymentSweep: repeatPaymentSweep(repeatPayments, timers),
    ...told,
    cardPresent:
      config.terminals &&
      createCardPresent({ ...config.terminals, clock, log: logger, onCall: counting?.onCall }),
    readiness: () => readinessOf(core.orders),
    account: createAccountCheck(blink, config.testMode, logger),
    counting,
  };
}

function idempotencyStoreOn(database: Database | null): IdempotencyStore {
  return database ? new PostgresIdempotencyStore(database) : new MemoryIdempotencyStore();
}

async function readinessOf(orders: OrderStore): Promise<Readiness> {
  const { kind, durable } = orders.describe();
  const ready = await orders.check().then(
    () => true,
    () => false,
  );
  return { ready, store: kind, durable };
}
