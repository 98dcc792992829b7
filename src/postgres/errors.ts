import { z } from 'zod';
import { AppError } from '../kernel/errors';

/**
 * The database could not be asked, or its answer was lost: a statement that writes may have been committed or not. Work that needs the
 * write to have happened must stop.
 */
export class DatabaseUnavailable extends AppError {
  readonly status = 503;
  readonly code = 'database_unavailable';
  constructor(statement: string, options?: { cause?: unknown }) {
    super(`The database could not be reached, or took too long (${statement})`, options);
  }
}

/** Two transactions conflicted and the database rolled this one back: it may be retried from its beginning. */
export class DatabaseConflict extends AppError {
  readonly status = 503;
  readonly code = 'database_busy';
  constructor(statement: string, options?: { cause?: unknown }) {
    super(`Another change got in the way (${statement})`, options);
  }
}

/** A constraint of the schema refused the statement, or the statement is wrong. Nothing was written. */
export class DatabaseRefused extends AppError {
  readonly status = 500;
  readonly code = 'database_refused';
  constructor(
    statement: string,
    /** PostgreSQL's five characters. Its message is left out, since that repeats the row. */
    readonly sqlState: string,
    readonly rule: string | null,
    options?: { cause?: unknown },
  ) {
    super(`The database refused (${statement}): ${sqlState}${rule ? ` ${rule}` : ''}`, options);
  }
}

/** The database cannot be used as it is. The message says what to do about it. */
export class DatabaseUnfit extends AppError {
  readonly status = 500;
  readonly code = 'database_unfit';
}

/** 08 connection, 25006 read-only after a failover, 28 and 3D login, 53 resources, 55P03 and 57 lock, time, shutdown, 58 system. */
const UNAVAILABLE = /^(?:08|25006|28|3D|53|55P03|57|58)/;
/** Serialisation failure and deadlock. */
const CONFLICT = /^40(?:001|P01)$/;

/** An error that the server itself sent; a lost connection has a code too, but no severity. */
const serverError = z.object({ severity: z.string(), code: z.string(), constraint: z.string().optional() });

/** Whatever the driver throws, as an error of ours that contains nothing of the row. */
export function databaseError(error: unknown, statement: string): AppError {
  const { data: sent } = serverError.safeParse(error);
  if (!sent || UNAVAILABLE.test(sent.code)) return new DatabaseUnavailable(statement, { cause: error });
  if (CONFLICT.test(sent.code)) return new DatabaseConflict(statement, { cause: error });
  return new DatabaseRefused(statement, sent.code, sent.constraint ?? null, { cause: error });
}

/**
 * 0A000: the next release migrated, and a prepared statement now returns other columns. 25006: the server has become read-only, and a new
 * connection may reach the one that took over.
 */
const SPOILS_CONNECTION: readonly string[] = ['0A000', '25006'];

/** Whether the connection can be used after the error: the server refused one statement and accepts the next. */
export function leavesConnectionUsable(error: unknown): boolean {
  const { data: sent } = serverError.safeParse(error);
  return sent?.severity === 'ERROR' && !SPOILS_CONNECTION.includes(sent.code);
}
