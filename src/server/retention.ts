import { DAY, later, MINUTE, systemClock, type Clock } from '../kernel/clock';
import { NotificationLog } from '../notifications/notification-log';
import type { Database } from '../postgres/database';
import { openDatabase, type DatabaseLog } from '../postgres/open-database';
import type { Erasure } from '../ledger/erasure';
import type { LedgerEvent } from '../ledger/event';
import type { Kept } from '../ledger/kind';
import { orderErasure } from '../orders/store/postgres-erasure';
import { PostgresIdempotencyStore } from '../api/idempotency/postgres-store';
import { repeatPaymentErasure } from '../repeat-payments/store/postgres-erasure';
import type { Log } from '../kernel/log';

/** Long enough to delete the evidence of years in one statement. */
const STATEMENT_MS = 10 * MINUTE;
const LIMITS = { connections: 1, statementMs: STATEMENT_MS, answerMs: STATEMENT_MS };

interface RetentionOptions {
  readonly databaseUrl: string;
  readonly afterDays: number;
}

/**
 * Erases personal data that has been stored for long enough.
 * @param isRehearsal whether only to log what would be erased
 */
export async function forget(
  { databaseUrl: url, afterDays }: RetentionOptions,
  isRehearsal: boolean,
  log: Log & DatabaseLog,
): Promise<void> {
  const database = await openDatabase({ url, migrate: false, limits: LIMITS }, log);
  try {
    const forgetting = new Retention(database, systemClock, log, afterDays);
    await (isRehearsal ? forgetting.rehearse() : forgetting.run());
  } finally {
    await database.close();
  }
}

/** The log's sentences for one kind of subject. */
interface Sentences {
  readonly nameOf: (id: string) => object;
  readonly left: string;
  readonly erased: string;
  readonly oneWouldBe: string;
  readonly wouldBe: string;
}

const ORDERS: Sentences = {
  nameOf: (orderId) => ({ orderId }),
  left: 'something happened to an order just now: it is left as it is',
  erased: 'personal data of orders was erased',
  oneWouldBe: 'personal data of this order would be erased',
  wouldBe: 'personal data of orders would be erased',
};

const REPEAT_PAYMENTS: Sentences = {
  nameOf: (repeatPaymentId) => ({ repeatPaymentId }),
  left: 'something happened to a repeat payment just now: it is left as it is',
  erased: 'personal data of repeat payments was erased',
  oneWouldBe: 'personal data of this repeat payment would be erased',
  wouldBe: 'personal data of repeat payments would be erased',
};

/** What is kept in the database and can say who a customer was, for as long as somebody may need it. */
export class Retention {
  private readonly orders: ReturnType<typeof orderErasure>;
  private readonly repeatPayments: ReturnType<typeof repeatPaymentErasure>;
  private readonly notices: NotificationLog;
  private readonly answers: PostgresIdempotencyStore;

  /** @param afterDays for how long nothing must have happened to an order or a repeat payment */
  constructor(
    database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly afterDays: number,
  ) {
    this.orders = orderErasure(database);
    this.repeatPayments = repeatPaymentErasure(database);
    this.notices = new NotificationLog(database);
    this.answers = new PostgresIdempotencyStore(database);
  }

  /** Erases the data. When it is stopped half-way, the next run continues. */
  async run(): Promise<void> {
    await this.erase(this.orders, ORDERS);
    await this.erase(this.repeatPayments, REPEAT_PAYMENTS);
    this.log.info(
      { count: await this.notices.forget(this.before()) },
      'notifications kept as evidence were deleted',
    );
    this.log.info(
      { count: await this.answers.forget(this.clock.now()) },
      'answers kept under idempotency keys were deleted',
    );
  }

  /** Logs what `run` would do, and does nothing. */
  async rehearse(): Promise<void> {
    await this.rehearseOf(this.orders, ORDERS);
    await this.rehearseOf(this.repeatPayments, REPEAT_PAYMENTS);
    this.log.info(
      { count: await this.notices.countOld(this.before()) },
      'notifications kept as evidence would be deleted',
    );
    this.log.info(
      { count: await this.answers.countOld(this.clock.now()) },
      'answers kept under idempotency keys would be deleted',
    );
  }

  private async erase<State extends Kept, Change, Event extends LedgerEvent>(
    erasure: Erasure<State, Change, Event>,
    { nameOf, left, erased }: Sentences,
  ): Promise<void> {
    let count = 0;
    for await (const kept of erasure.forgettable(this.before())) {
      const why = `nothing happened for ${this.afterDays} days`;
      if (await erasure.erase(kept, this.clock.now(), why)) count += 1;
      else this.log.warn(nameOf(kept.id), left);
    }
    this.log.info({ count }, erased);
  }

  private async rehearseOf<State extends Kept, Change, Event extends LedgerEvent>(
    erasure: Erasure<State, Change, Event>,
    { nameOf, oneWouldBe, wouldBe }: Sentences,
  ): Promise<void> {
    let count = 0;
    for await (const { id, createdAt } of erasure.forgettable(this.before())) {
      this.log.info({ ...nameOf(id), createdAt }, oneWouldBe);
      count += 1;
    }
    this.log.info({ count }, wouldBe);
  }

  private before(): Date {
    return later(this.clock.now(), -this.afterDays * DAY);
  }
}
