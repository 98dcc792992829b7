import { z } from 'zod';

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
