import { z } from 'zod';
import type { Database, Statement } from '../postgres/database';
import { moment } from '../postgres/values';

const row = z.object({ due_at: moment.nullable() });

/** @param statement gives one row at most, whose `due_at` says when something is due next */
export async function nextDueIn(
  database: Database,
  statement: Statement,
  values: readonly unknown[],
): Promise<Date | null> {
  const [next] = await database.run(statement, values, row);
  return next?.due_at ?? null;
}
