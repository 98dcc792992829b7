import { z } from 'zod';

/** Value formats that several of Blink's answers share. Unknown keys are ignored: Blink adds some every year. */

/** A decimal in major units: a number, or a text when we sent a text. */
export const wireDecimal = z.union([z.number(), z.string().max(40)]);

export const wireCurrency = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{3}$/)
  .transform((code) => code.toUpperCase());

/** A number that is a name, read as text. */
export const wireNumberName = z
  .union([z.number().int().nonnegative(), z.string().regex(/^\d{1,19}$/)])
  .transform((value) => String(value));

/** Blink's own references: opaque, and safe in a form, a header and a log. */
export const wireReference = z.string().regex(/^[\w.:-]{1,256}$/);
