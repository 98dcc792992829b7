import { z } from 'zod';
import { later } from '../../kernel/clock';
import { NOTHING_WAITS } from '../../queue/backlog';
import type { Database, Statement } from '../../postgres/database';
import { DatabaseConflict, DatabaseRefused } from '../../postgres/errors';
import { cursorAt, positionFrom, type Listing } from '../../ledger/list-position';
import { jsonText, storable } from '../../postgres/stored-text';
import { deliveriesOf, NO_QUEUES, type QueuesFor } from '../../ledger/outbox-statement';
import { nextDueAt } from '../domain/due';
import type { Entry } from '../domain/history';
import { keysOf } from './claims';
import { outcomeOf, type Outcome } from '../domain/outcome';
import type { RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import { bodyOf, COLUMNS, historyRow, repeatPaymentRow, rowOfEntry, rowOfEvent } from './rows';
import type { Standing } from './backlog-stats';
import { ASKED, backlogRow, IN_REVIEW, inReviewRow, OVERDUE } from './backlog-statements';
import * as statements from './statements';
import { statusOf } from '../domain/status';
import {
  RepeatPaymentChanged,
  ScheduleTaken,
  SetupIntentTaken,
  type DueRepeatPayment,
  type RepeatPaymentQuery,
  type RepeatPaymentStore,
} from './store';

type Row = z.infer<typeof repeatPaymentRow>;

/**
 * Repeat payments in PostgreSQL, for any number of processes. What one append writes is one statement, so it is atomic without a
 * transaction that somebody could hold open.
 */
export class PostgresRepeatPaymentStore implements RepeatPaymentStore {
  /** Those that came from here, and until when each was looked at: what a caller made up itself is read again before it is built on. */
  private readonly lookedAt = new WeakMap<RepeatPayment, Date>();

  /** @param queuesFor into which queues of the outbox the events go that are written through this; none unless said */
  constructor(
    private readonly database: Database,
    private readonly queuesFor: QueuesFor = NO_QUEUES,
  ) {}

  /** @throws DatabaseUnavailable too: then it is not known whether it was written, and nothing that needs it may go on */
  async append(before: RepeatPayment | null, entries: readonly Entry[]): Promise<RepeatPayment> {
    const current = before && (await this.asWritten(before));
    const outcome = outcomeOf(current, entries);
    const { repeatPayment } = outcome;
    const lookedAt = (current && this.lookedAt.get(current)) ?? repeatPayment.createdAt;
    const statement = current ? statements.CHANGE : statements.CREATE;
    try {
      const values = appendValues(current, entries, outcome, lookedAt, this.queuesFor);
      const written = await this.database.run(statement, values, statements.idRow);
      if (written.length === 0) throw new RepeatPaymentChanged();
    } catch (error) {
      throw refusalOf(error, current, repeatPayment);
    }
    this.lookedAt.set(repeatPayment, lookedAt);
    return repeatPayment;
  }

  find(id: string): Promise<RepeatPayment | null> {
    return this.findOne(statements.FIND, id);
  }

  findByToken(token: string): Promise<RepeatPayment | null> {
    return this.findOne(statements.FIND_BY_TOKEN, token);
  }

  async findSchedule({ type, id }: ScheduleKey): Promise<string | null> {
    const [use] = await this.database.run(statements.FIND_SCHEDULE, [type, id], statements.idRow);
    return use?.id ?? null;
  }

  async list(query: RepeatPaymentQuery): Promise<Listing<RepeatPayment>> {
    const { statement, values } = listing(query);
    const found = (await this.read(statement, values)).map(({ repeatPayment }) => repeatPayment);
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    return { items, nextCursor: last && found.length > query.limit ? cursorAt(last) : null };
  }

  history(id: string): Promise<readonly Entry[]> {
    return this.database.run(statements.HISTORY, [storable(id)], historyRow);
  }

  async requestLook(id: string, now: Date): Promise<boolean> {
    const asked = await this.database.run(statements.REQUEST_LOOK, [storable(id), now], statements.idRow);
    return asked.length > 0;
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly DueRepeatPayment[]> {
    return this.database.run(statements.CLAIM_DUE, [now, limit, later(now, leaseMs)], statements.dueRow);
  }

  /** A version that comes in between has set its own moment, and it is not put off. */
  async reschedule(due: DueRepeatPayment, lookedAt: Date, pauseMs: number): Promise<void> {
    const current = await this.find(due.id);
    if (!current) return;
    const { id, version } = current;
    const values = [id, version, lookedAt, nextDueAt(current, lookedAt), later(lookedAt, pauseMs), due.asks];
    await this.database.run(statements.RESCHEDULE, values, z.never());
  }

  async standing(now: Date): Promise<Standing> {
    const [inReview, [overdue], [asked]] = await Promise.all([
      this.database.run(IN_REVIEW, [], inReviewRow),
      this.database.run(OVERDUE, [now], backlogRow),
      this.database.run(ASKED, [], backlogRow),
    ]);
    return {
      inReview: new Map(inReview),
      overdue: overdue ?? NOTHING_WAITS,
      asked: asked ?? NOTHING_WAITS,
    };
  }

  private async findOne(statement: Statement, key: string): Promise<RepeatPayment | null> {
    const [row] = await this.read(statement, [storable(key)]);
    return row?.repeatPayment ?? null;
  }

  private async read(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const rows = await this.database.run(statement, values, repeatPaymentRow);
    for (const { repeatPayment, lookedAt } of rows) this.lookedAt.set(repeatPayment, lookedAt);
    return rows;
  }

  private async asWritten(repeatPayment: RepeatPayment): Promise<RepeatPayment> {
    if (this.lookedAt.has(repeatPayment)) return repeatPayment;
    const written = await this.find(repeatPayment.id);
    if (written?.version !== repeatPayment.version) throw new RepeatPaymentChanged();
    return written;
  }
}

/** Only setups that changed are among them, and only schedules that are new. */
function appendValues(
  before: RepeatPayment | null,
  entries: readonly Entry[],
  { repeatPayment, events }: Outcome,
  lookedAt: Date,
  queuesFor: QueuesFor,
): readonly unknown[] {
  const setups = repeatPayment.setups
    .map((body, index) => ({ id: body.id, number: index + 1, body }))
    .filter(({ body }) => !before?.setups.includes(body));
  return [
    repeatPayment.id,
    repeatPayment.version,
    statusOf(repeatPayment),
    jsonText(bodyOf(repeatPayment)),
    nextDueAt(repeatPayment, lookedAt),
    jsonText(setups),
    jsonText(newKeys(before, repeatPayment).map(({ type, id }) => ({ type, schedule_id: id }))),
    jsonText(entries.map(rowOfEntry)),
    jsonText(events.map(rowOfEvent)),
    before ? before.version : repeatPayment.createdAt,
    events.length,
    jsonText(deliveriesOf(events, queuesFor)),
  ];
}

function newKeys(before: RepeatPayment | null, after: RepeatPayment): readonly ScheduleKey[] {
  return keysOf(after).slice(before ? keysOf(before).length : 0);
}

/** What a rule of the schema that said no means to whoever appends. */
function refusalOf(error: unknown, before: RepeatPayment | null, after: RepeatPayment): unknown {
  if (error instanceof DatabaseConflict) return new RepeatPaymentChanged();
  if (!(error instanceof DatabaseRefused)) return error;
  switch (error.rule) {
    case 'repeat_payments_pkey':
      return new RepeatPaymentChanged();
    case 'setups_own_their_intent':
      return new SetupIntentTaken();
    case 'schedule_uses_pkey':
      return new ScheduleTaken(newKeys(before, after)[0] ?? { type: after.plan.type, id: 0 });
    default:
      return error;
  }
}

/**
 * Reads a page, newest first, and one more: so that it shows whether another page follows.
 * @throws InvalidInput when the cursor is none
 */
function listing(query: RepeatPaymentQuery): { readonly statement: Statement; readonly values: unknown[] } {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions: string[] = [];
  if (query.type !== undefined) conditions.push(`type = ${value(query.type)}`);
  if (query.status !== undefined) conditions.push(`status = ${value(query.status)}`);
  if (query.needsReview !== undefined)
    conditions.push(query.needsReview ? 'review_reason IS NOT NULL' : 'review_reason IS NULL');
  if (query.reference !== undefined) conditions.push(`reference = ${value(storable(query.reference))}`);
  if (query.customer !== undefined)
    conditions.push(`customer_email = lower(${value(storable(query.customer))})`);
  if (query.cursor !== undefined) {
    const { createdAt, id } = positionFrom(query.cursor);
    conditions.push(`(created_at, id) < (${value(createdAt)}, ${value(id)})`);
  }
  const text = `
    SELECT ${COLUMNS} FROM repeat_payments
    ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
    ORDER BY created_at DESC, id DESC LIMIT ${value(query.limit + 1)}`;
  return { statement: { name: 'list_repeat_payments', text, isPrepared: false }, values };
}
