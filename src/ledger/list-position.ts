import { InvalidInput } from '../kernel/errors';

/** A place in a list. It stays where it is when what stood there is gone. */
export interface ListPosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** The list's order: newest first; of the same millisecond by id, compared byte by byte (in SQL: `COLLATE "C"`). */
export function newestFirst(one: ListPosition, other: ListPosition): number {
  const younger = other.createdAt.getTime() - one.createdAt.getTime();
  if (younger !== 0) return younger;
  if (one.id === other.id) return 0;
  return one.id > other.id ? -1 : 1;
}

/** What a caller gets back to go on from here: opaque to them. */
export function cursorAt({ createdAt, id }: ListPosition): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

/** @throws InvalidInput when it is not a cursor that `cursorAt` gave */
export function positionFrom(cursor: string): ListPosition {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, milliseconds, id] = /^(\d{1,13})\.([\w-]{1,64})$/.exec(text) ?? [];
  const position = milliseconds && id ? { createdAt: new Date(Number(milliseconds)), id } : null;
  if (!position || cursorAt(position) !== cursor) {
    throw new InvalidInput([{ field: 'cursor', message: 'must be a next_cursor of an earlier page' }]);
  }
  return position;
}

export interface Listing<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PageQuery {
  readonly limit: number;
  /** From an earlier answer; opaque. */
  readonly cursor?: string | undefined;
}
