import { z } from 'zod';
import { PAYMENT_METHODS, REVIEW_REASONS } from './order';

/** How the parts of orders come back out of the database. What a later release adds needs a default for rows that are older. */

/** A `timestamptz`: the driver makes a Date of a column, and text with an offset stands inside JSON. */
export const moment = z.union([
  z.date(),
  z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
]);

/** A `bigint`: text from a column, a number inside JSON. Never beyond what a number holds exactly. */
export const wholeNumber = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number)
    .pipe(z.int()),
]);

export const money = z.object({ minor: z.int(), currency: z.string() });

export const customer = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  postcode: z.string().nullable(),
});

export const paymentMethod = z.enum(PAYMENT_METHODS);
export const capturePolicy = z.union([
  z.literal('automatic'),
  z.literal('manual'),
  z.object({ delayDays: z.int() }),
]);
export const metadata = z.record(z.string(), z.string());
export const closedAs = z.enum(['cancelled', 'expired']);
export const reviewReason = z.enum(REVIEW_REASONS);
export const refundStatus = z.enum(['claimed', 'succeeded', 'failed', 'unknown']);
export const refundKind = z.enum(['requested', 'duplicate', 'late']);

/** All of an intent but its number, which has a column of its own. */
export const intentDetails = z.object({
  reference: z.string(),
  expiresAt: moment,
  merchantId: z.string(),
  transactionUnique: z.string(),
  cardForm: z
    .object({
      hostedFields: z.array(z.object({ type: z.string(), placeholder: z.string() })),
      textFields: z.array(z.string()),
    })
    .nullable(),
});

export const challenge = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('form'),
    action: z.string(),
    fields: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  z.object({ kind: z.literal('page'), url: z.string() }),
]);
