import { z } from 'zod';
import { later } from '../../kernel/clock';
import type { Database, Statement } from '../../postgres/database';
import {
  IDEMPOTENCY_KEPT_MS,
  IDEMPOTENT_TRY_LOST_AFTER_MS,
  type IdempotencyClaim,
  type IdempotencyKey,
  type IdempotencyStore,
  type IdempotentTry,
  type KeptAnswer,
} from './store';
import { storable } from '../../postgres/stored-text';
import { wholeNumber } from '../../postgres/values';

/** A new key also deletes some keys that are too old, so that there are never more than a day brings. */
const REMEMBER: Statement = {
  name: 'remember_idempotency_key',
  text: `
    WITH old AS (
      SELECT holder, key FROM idempotency_keys
      WHERE created_at <= $7 AND (holder, key) <> ($1, $2) ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED
    ), gone AS (
      DELETE FROM idempotency_keys USING old
      WHERE idempotency_keys.holder = old.holder AND idempotency_keys.key = old.key
    )
    INSERT INTO idempotency_keys (holder, key, fingerprint, ticket, created_at, running_until)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING
    RETURNING ticket`,
};
const TAKE_UP: Statement = {
  name: 'take_up_idempotent_request',
  text: `
    UPDATE idempotency_keys SET running_until = $5
    WHERE holder = $1 AND key = $2 AND fingerprint = $3 AND status IS NULL
      AND (running_until IS NULL OR running_until <= $4)
    RETURNING ticket`,
};
const START_ANEW: Statement = {
  name: 'start_idempotency_key_anew',
  text: `
    DELETE FROM idempotency_keys
    WHERE holder = $1 AND key = $2 AND created_at <= $4 AND (running_until IS NULL OR running_until <= $3)
    RETURNING ticket`,
};
const READ: Statement = {
  name: 'read_idempotency_key',
  text: 'SELECT fingerprint, status, content_type, location, body FROM idempotency_keys WHERE holder = $1 AND key = $2',
};
const KEEP: Statement = {
  name: 'keep_idempotent_answer',
  text: `
    UPDATE idempotency_keys SET running_until = NULL, status = $3, content_type = $4, location = $5, body = $6
    WHERE holder = $1 AND key = $2 AND status IS NULL`,
};
const RELEASE: Statement = {
  name: 'release_idempotency_key',
  text: 'UPDATE idempotency_keys SET running_until = NULL WHERE holder = $1 AND key = $2',
};
/** Matches keys that are old enough and whose request is no longer being carried out. */
const OLD = 'created_at <= $1 AND (running_until IS NULL OR running_until <= $2)';
const COUNT_OLD: Statement = {
  name: 'count_old_idempotency_keys',
  text: `SELECT count(*) AS count FROM idempotency_keys WHERE ${OLD}`,
};
const FORGET: Statement = {
  name: 'forget_idempotency_keys',
  text: `DELETE FROM idempotency_keys WHERE ${OLD} RETURNING ticket`,
};

const countRow = z.object({ count: wholeNumber });
const ticketRow = z.object({ ticket: z.string() });
const keptRow = z
  .object({
    fingerprint: z.string(),
    status: z.int().nullable(),
    content_type: z.string().nullable(),
    location: z.string().nullable(),
    body: z.string().nullable(),
  })
  .transform(({ fingerprint, status, content_type: contentType, location, body }) => {
    const isAnswered = status !== null && contentType !== null && body !== null;
    return { fingerprint, answer: isAnswered ? { status, contentType, location, body } : null };
  });

/** Stores keys in PostgreSQL, for any number of processes. */
export class PostgresIdempotencyStore implements IdempotencyStore {
  constructor(private readonly database: Database) {}

  async claim(asked: IdempotentTry): Promise<IdempotencyClaim> {
    for (;;) {
      const ticket = (await this.remember(asked)) ?? (await this.takeUp(asked));
      if (ticket !== null) return { kind: 'first', ticket };
      const [known] = await this.database.run(READ, nameOf(asked), keptRow);
      if (known && !(await this.startAnew(asked))) {
        if (known.fingerprint !== storable(asked.fingerprint)) return { kind: 'other_request' };
        return known.answer ? { kind: 'answered', answer: known.answer } : { kind: 'running' };
      }
    }
  }

  async keep(key: IdempotencyKey, { status, contentType, location, body }: KeptAnswer): Promise<void> {
    const values = [...nameOf(key), status, contentType, location, storable(body)];
    await this.database.run(KEEP, values, z.never());
  }

  async release(key: IdempotencyKey): Promise<void> {
    await this.database.run(RELEASE, nameOf(key), z.never());
  }

  /** How many keys `forget` would delete. */
  async countOld(now: Date): Promise<number> {
    const [old] = await this.database.run(COUNT_OLD, oldAt(now), countRow);
    return old?.count ?? 0;
  }

  /** Deletes answers that no request gets any more; new keys delete old ones, too, but only when new keys come. @returns how many */
  async forget(now: Date): Promise<number> {
    return (await this.database.run(FORGET, oldAt(now), ticketRow)).length;
  }

  private async remember(asked: IdempotentTry): Promise<string | null> {
    const { now } = asked;
    const values = [
      ...nameOf(asked),
      storable(asked.fingerprint),
      asked.ticket,
      now,
      later(now, IDEMPOTENT_TRY_LOST_AFTER_MS),
      later(now, -IDEMPOTENCY_KEPT_MS),
    ];
    const [added] = await this.database.run(REMEMBER, values, ticketRow);
    return added?.ticket ?? null;
  }

  /** Claims a known key whose request is no longer being carried out and was not decided. */
  private async takeUp(asked: IdempotentTry): Promise<string | null> {
    const { now, fingerprint } = asked;
    const values = [...nameOf(asked), storable(fingerprint), now, later(now, IDEMPOTENT_TRY_LOST_AFTER_MS)];
    const [taken] = await this.database.run(TAKE_UP, values, ticketRow);
    return taken?.ticket ?? null;
  }

  /** Deletes a key that has been stored long enough. @returns whether it was deleted */
  private async startAnew(asked: IdempotentTry): Promise<boolean> {
    const values = [...nameOf(asked), asked.now, later(asked.now, -IDEMPOTENCY_KEPT_MS)];
    return (await this.database.run(START_ANEW, values, ticketRow)).length > 0;
  }
}

function oldAt(now: Date): readonly [Date, Date] {
  return [later(now, -IDEMPOTENCY_KEPT_MS), now];
}

function nameOf({ holder, key }: IdempotencyKey): readonly [string, string] {
  return [storable(holder), storable(key)];
}
