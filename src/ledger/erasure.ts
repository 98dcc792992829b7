import { z } from 'zod';
import type { Database, Statement } from '../postgres/database';
import { jsonText } from '../postgres/stored-text';
import type { Line } from './line';

/** What has a customer, and books that stay when the customer is forgotten: orders, repeat payments. */
export interface Erasable<Kept, Change> {
  readonly table: string;
  /** What is selected for a whole one. */
  readonly columns: string;
  readonly history: string;
  /** Other tables of which several rows belong to one, each with a `body`. */
  readonly parts: readonly string[];
  /** The column by which history, parts and events say to whom they belong. */
  readonly owner: string;
  /** What must hold besides that nothing is due, in SQL. */
  readonly andOnly?: string;
  readonly row: z.ZodType<Kept>;
  /** Nothing more can come of it. */
  isOver(kept: Kept): boolean;
  readHistory(id: string): Promise<readonly Line<Change>[]>;
  evolve(kept: Kept, line: Line<Erasing>): Kept;
  bodyOf(kept: Kept): object;
  /** One list for each of `parts`. */
  partsOf(kept: Kept): readonly (readonly { readonly id: string }[])[];
  rowOfLine(line: Line<Erasing>): object;
  changeWithoutPersonalData(change: Change): Change;
  eventsWithoutPersonalData(id: string): Promise<readonly { readonly id: string; readonly data: object }[]>;
}

interface Erasing {
  readonly type: 'personal_data_erased';
}

export interface Erased {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
}

const PAGE = 100;
const erasedRow = z.object({ id: z.string() });

/** Takes personal data out of what is over, and out of its history and events; the books stay. */
export class Erasure<Kept extends Erased, Change> {
  private readonly statements: Statements;

  constructor(
    private readonly database: Database,
    private readonly from: Erasable<Kept, Change>,
  ) {
    this.statements = statementsFor(from);
  }

  /** Those with which nothing has happened since `before`, and that hold personal data. A page at a time. */
  async *forgettable(before: Date): AsyncGenerator<Kept> {
    let [createdAt, id] = [new Date(0), ''];
    for (;;) {
      const page = await this.database.run(this.statements.oldOnes, [before, createdAt, id], this.from.row);
      for (const kept of page) if (this.from.isOver(kept)) yield kept;
      const last = page.at(-1);
      if (!last) return;
      ({ createdAt, id } = last);
    }
  }

  /**
   * @param evidence why, in our words
   * @returns false when something happened to it meanwhile: then nothing was erased
   */
  async erase(kept: Kept, at: Date, evidence: string): Promise<boolean> {
    const { from } = this;
    const history = await from.readHistory(kept.id);
    const events = await from.eventsWithoutPersonalData(kept.id);
    const sequence = kept.version + 1;
    const line = { sequence, at, by: 'system', evidence, change: { type: 'personal_data_erased' } } as const;
    const erased = from.evolve(kept, line);
    const values = [
      kept.id,
      sequence,
      from.bodyOf(erased),
      from.rowOfLine(line),
      history.map((each) => ({ ...each, change: from.changeWithoutPersonalData(each.change) })),
      events,
      ...from.partsOf(erased).map((rows) => rows.map((body) => ({ id: body.id, body }))),
    ];
    const given = values.map((value) => (typeof value === 'object' ? jsonText(value) : value));
    return (await this.database.run(this.statements.erase, given, erasedRow)).length > 0;
  }
}

interface Statements {
  readonly oldOnes: Statement;
  readonly erase: Statement;
}

type Tables = Pick<Erasable<never, never>, 'table' | 'columns' | 'history' | 'parts' | 'owner' | 'andOnly'>;

function statementsFor({ table, columns, history, parts, owner, andOnly = 'true' }: Tables): Statements {
  return {
    /** From the oldest on. What the sweep still looks at is not over; what was erased last holds nothing new. */
    oldOnes: {
      name: `old_${table}`,
      text: `
        SELECT ${columns} FROM ${table}
        JOIN ${history} AS latest ON latest.${owner} = ${table}.id AND latest.sequence = ${table}.version
        WHERE created_at < $1 AND latest.at < $1 AND due_at IS NULL AND ${andOnly}
          AND latest.change ->> 'type' <> 'personal_data_erased' AND (created_at, id) > ($2, $3)
        ORDER BY created_at, id LIMIT ${PAGE}`,
    },
    /**
     * Everything in one statement, and nothing when another change came first. It begins with leave to touch the books, which ends
     * with it; each part waits for that by joining what came before.
     */
    erase: {
      name: `erase_personal_data_of_${table}`,
      text: `
        WITH leave AS MATERIALIZED (
          SELECT set_config('checkout.erasing', 'on', true) AS given
        ), kept AS (
          UPDATE ${table} SET version = $2, body = $3 FROM leave
          WHERE id = $1 AND version = $2 - 1 AND leave.given = 'on'
          RETURNING id
        ), line AS (
          INSERT INTO ${history} (${owner}, sequence, at, moved_by, evidence, change)
          SELECT id, given.* FROM kept,
            json_to_record($4) AS given (sequence integer, at timestamptz, moved_by text, evidence text, change jsonb)
        ), lines AS (
          UPDATE ${history} SET change = given.change
          FROM kept, json_to_recordset($5) AS given (sequence integer, change jsonb)
          WHERE ${history}.${owner} = kept.id AND ${history}.sequence = given.sequence
        ), events AS (
          UPDATE shop_events SET data = given.data
          FROM kept, json_to_recordset($6) AS given (id text, data json)
          WHERE shop_events.id = given.id AND shop_events.${owner} = kept.id
        ), ${parts.map((part, index) => partErased(part, owner, index + 7)).join(', ')}, undelivered AS (
          DELETE FROM outbox USING kept, shop_events
          WHERE outbox.event_id = shop_events.id AND shop_events.${owner} = kept.id
        )
        SELECT id FROM kept`,
    },
  };
}

function partErased(part: string, owner: string, parameter: number): string {
  return `${part}_erased AS (
          UPDATE ${part} SET body = given.body
          FROM kept, json_to_recordset($${parameter}) AS given (id text, body jsonb)
          WHERE ${part}.id = given.id AND ${part}.${owner} = kept.id
        )`;
}
