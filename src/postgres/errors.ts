import { z } from 'zod';
import { AppError } from '../kernel/errors';

/**
 * The database could not be asked, or its answer was lost: a statement that writes may have been committed or not. Nothing that
 * needs it written first may go on.
 */
export class DatabaseUnavailable extends AppError {
  readonly status = 503;
  readonly code = 'database_unavailable';
  constructor(statement: string, options?: { cause?: unknown }) {
    super(`The database could not be reached, or took too long (${statement})`, options);
  }
}

/** Two transactions stood in each other's way and the database undid this one: it may be tried again from its beginning. */
export class DatabaseConflict extends AppError {
  readonly status = 503;
  readonly code = 'database_busy';
  constructor(statement: string, options?: { cause?: unknown }) {
    super(`Another change got in the way (${statement})`, options);
  }
}

/** A rule of the schema said no, or the statement is wrong. Nothing was written. */
export class DatabaseRefused extends AppError {
  readonly status = 500;
  readonly code = 'database_refused';
  constructor(
    statement: string,
    /** PostgreSQL's five characters, and which rule. Its own texts are left out: they repeat the row. */
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

/** What the server itself said; a lost connection has a code too, but no severity. */
const spoken = z.object({ severity: z.string(), code: z.string(), constraint: z.string().optional() });

/** Whatever the driver throws, as an error of ours that holds nothing of the row. */
export function databaseError(error: unknown, statement: string): AppError {
  const { data: said } = spoken.safeParse(error);
  if (!said || UNAVAILABLE.test(said.code)) return new DatabaseUnavailable(statement, { cause: error });
  if (CONFLICT.test(said.code)) return new DatabaseConflict(statement, { cause: error });
  return new DatabaseRefused(statement, said.code, said.constraint ?? null, { cause: error });
}

/**
 * 0A000: a statement whose plan is kept gives out something else since the next release migrated. 25006: the server only reads, and a new
 * connection may find the one that took over.
 */
const ON_THIS_CONNECTION_FOR_EVER: readonly string[] = ['0A000', '25006'];

/** Whether the connection that this came from is as good as before: the server refused one statement and listens for the next. */
export function leavesConnectionUsable(error: unknown): boolean {
  const { data: said } = spoken.safeParse(error);
  return said?.severity === 'ERROR' && !ON_THIS_CONNECTION_FOR_EVER.includes(said.code);
}
