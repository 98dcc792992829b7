import { DAY, later, type Clock } from './clock';
import { NoticeArchive } from './notifications/notice-archive';
import type { Database } from './orders/database';
import { PostgresErasure } from './orders/postgres-erasure';
import { PostgresIdempotencyStore } from './orders/postgres-idempotency-store';
import { PostgresOrderStore } from './orders/postgres-store';
import type { Log } from './payments/payments';

/** What is kept in the database and can say who a customer was, for as long as somebody may need it. */
export class Forgetting {
  private readonly erasure: PostgresErasure;
  private readonly notices: NoticeArchive;
  private readonly answers: PostgresIdempotencyStore;

  /** @param afterDays nothing must have happened to an order for so long */
  constructor(
    database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly afterDays: number,
  ) {
    this.erasure = new PostgresErasure(database, new PostgresOrderStore(database));
    this.notices = new NoticeArchive(database);
    this.answers = new PostgresIdempotencyStore(database);
  }

  /** Erases it. Stopped half-way, it goes on where it was with the next run. */
  async run(): Promise<void> {
    let count = 0;
    for await (const order of this.erasure.forgettable(this.before())) {
      const why = `nothing happened for ${this.afterDays} days`;
      if (await this.erasure.erase(order, this.clock.now(), why)) count += 1;
      else
        this.log.warn({ orderId: order.id }, 'something happened to an order just now: it is left as it is');
    }
    this.log.info({ count }, 'personal data of orders was erased');
    this.log.info(
      { count: await this.notices.forget(this.before()) },
      'notifications kept as evidence were deleted',
    );
    this.log.info(
      { count: await this.answers.forget(this.clock.now()) },
      'answers kept under idempotency keys were deleted',
    );
  }

  /** Says what `run` would do, and does nothing. */
  async rehearse(): Promise<void> {
    let count = 0;
    for await (const { id, createdAt } of this.erasure.forgettable(this.before())) {
      this.log.info({ orderId: id, createdAt }, 'personal data of this order would be erased');
      count += 1;
    }
    this.log.info({ count }, 'personal data of orders would be erased');
    this.log.info(
      { count: await this.notices.countOld(this.before()) },
      'notifications kept as evidence would be deleted',
    );
    this.log.info(
      { count: await this.answers.countOld(this.clock.now()) },
      'answers kept under idempotency keys would be deleted',
    );
  }

  private before(): Date {
    return later(this.clock.now(), -this.afterDays * DAY);
  }
}
