import { z } from 'zod';

/** An object with every word of a union, so that a new word cannot be forgotten. */
export type Every<Word extends string> = { readonly [Each in Word]: Each };

/** A `timestamptz`: the driver reads a column as a Date; inside JSON it is text. */
export const moment: z.ZodType<Date> = z.union([
  z.date(),
  z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
]);

/** A `bigint` column, which the driver reads as text. The values never exceed what a number can represent exactly. */
export const wholeNumber: z.ZodType<number> = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number)
    .pipe(z.int()),
]);
