import { z } from 'zod';

/** Every word of a union, so that a new one cannot be forgotten. */
export type Every<Word extends string> = { readonly [Each in Word]: Each };

/** A `timestamptz`: the driver makes a Date of a column, and text stands inside JSON. */
export const moment: z.ZodType<Date> = z.union([
  z.date(),
  z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
]);

/** A `bigint` column: the driver makes text of it. Never beyond what a number holds exactly. */
export const wholeNumber: z.ZodType<number> = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number)
    .pipe(z.int()),
]);
