import { z } from 'zod';
import type { Database, Statement } from '../postgres/database';
import { jsonText } from '../postgres/stored-text';
import type { LedgerEvent } from './event';
import type { Kept } from './kind';
import type { Line } from './line';
import { idRow, lineRow } from './rows';
import { statementsOf } from './statements';
import { tablesOf, type StoredKind } from './stored-kind';

/** A kind of which a customer can be forgotten, and the books stay: orders, repeat payments. */
export interface Erasable<State extends Kept, Change, Event extends LedgerEvent> extends Pick<
  StoredKind<State, Change, Event, never>,
  'name' | 'columns' | 'row' | 'change'
> {
  /** Other tables of which several rows belong to one, each with a `body`. */
  readonly parts: readonly string[];
  /** What must hold besides that nothing is due, in SQL. */
  readonly andOnly?: string;
  /** Nothing more can come of it. */
  isOver(state: State): boolean;
  evolve(state: State, line: Line<Erasing>): State;
  bodyOf(state: State): object;
  /** One list for each of `parts`. */
  partsOf(state: State): readonly (readonly { readonly id: string }[])[];
  rowOfLine(line: Line<Erasing>): object;
  changeWithoutPersonalData(change: Change): Change;
  /** How what an event shows comes back out of the database. */
  readonly data: z.ZodType<Event['data']>;
  dataWithoutPersonalData(data: Event['data']): Event['data'];
}

interface Erasing {
  readonly type: 'personal_data_erased';
}

const PAGE = 100;

/** Takes personal data out of what is over, and out of its history and events; the books stay. */
export class Erasure<State extends Kept, Change, Event extends LedgerEvent> {
  private readonly statements: Statements;
  private readonly line: z.ZodType<Line<Change>>;
  private readonly event: z.ZodType<{ readonly id: string; readonly data: Event['data'] }>;

  constructor(
    private readonly database: Database,
    private readonly from: Erasable<State, Change, Event>,
  ) {
    this.statements = statementsFor(from);
    this.line = lineRow(from.change);
    this.event = z.object({ id: z.string(), data: from.data });
  }

  /** Those with which nothing has happened since `before`, and that hold personal data. A page at a time. */
  async *forgettable(before: Date): AsyncGenerator<State> {
    let [createdAt, id] = [new Date(0), ''];
    for (;;) {
      const page = await this.database.run(this.statements.oldOnes, [before, createdAt, id], this.from.row);
      for (const { state } of page) if (this.from.isOver(state)) yield state;
      const last = page.at(-1);
      if (!last) return;
      ({ createdAt, id } = last.state);
    }
  }

  /**
   * @param evidence why, in our words
   * @returns false when something happened to it meanwhile: then nothing was erased
   */
  async erase(state: State, at: Date, evidence: string): Promise<boolean> {
    const { from } = this;
    const history = await this.database.run(this.statements.history, [state.id], this.line);
    const events = await this.database.run(this.statements.events, [state.id], this.event);
    const sequence = state.version + 1;
    const line = { sequence, at, by: 'system', evidence, change: { type: 'personal_data_erased' } } as const;
    const erased = from.evolve(state, line);
    const values = [
      state.id,
      sequence,
      from.bodyOf(erased),
      from.rowOfLine(line),
      history.map((each) => ({ ...each, change: from.changeWithoutPersonalData(each.change) })),
      events.map(({ id, data }) => ({ id, data: from.dataWithoutPersonalData(data) })),
      ...from.partsOf(erased).map((rows) => rows.map((body) => ({ id: body.id, body }))),
    ];
    const given = values.map((value) => (typeof value === 'object' ? jsonText(value) : value));
    return (await this.database.run(this.statements.erase, given, idRow)).length > 0;
  }
}

interface Statements {
  readonly oldOnes: Statement;
  readonly history: Statement;
  readonly events: Statement;
  readonly erase: Statement;
}

function statementsFor(kind: {
  readonly name: string;
  readonly columns: string;
  readonly parts: readonly string[];
  readonly andOnly?: string;
}): Statements {
  const { columns, parts, andOnly = 'true' } = kind;
  const { table, history, owner } = tablesOf(kind);
  return {
    history: statementsOf(kind).history,
    events: {
      name: `data_of_events_of_${kind.name}`,
      text: `SELECT id, data FROM shop_events WHERE ${owner} = $1 ORDER BY sequence`,
    },
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
