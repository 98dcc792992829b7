import { z } from 'zod';
import { moment, wholeNumber } from '../postgres/values';
import { ACTORS, type Line } from './line';

export const idRow = z.object({ id: z.string() });

/** How many there are of something, and since when the oldest is one of them. */
export const countRow = z.object({ count: wholeNumber, oldest: moment.nullable() });

/** @param change how a change comes back out of the database */
export function lineRow<Change>(change: z.ZodType<Change>): z.ZodType<Line<Change>> {
  const columns = {
    sequence: wholeNumber,
    at: moment,
    moved_by: z.enum(ACTORS),
    evidence: z.string().nullable(),
  };
  return z.object({ ...columns, change }).transform(({ moved_by, evidence, sequence, at, ...row }) => ({
    by: moved_by,
    ...(evidence !== null && { evidence }),
    sequence,
    at,
    change: row.change,
  }));
}

export function rowOfLine<Change>({ sequence, at, by, evidence, change }: Line<Change>) {
  return { sequence, at, moved_by: by, evidence: evidence ?? null, change };
}

/** What is not the very same as before, as rows. */
export function changedParts<Part extends { readonly id: string }>(
  before: readonly Part[] = [],
  after: readonly Part[],
) {
  return after
    .map((body, index) => ({ id: body.id, number: index + 1, body }))
    .filter(({ body }) => !before.includes(body));
}
