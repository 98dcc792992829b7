import { z } from 'zod';
import type { Money } from '../../kernel/money';
import {
  PAYMENT_METHODS,
  REVIEW_REASONS,
  type CapturePolicy,
  type Customer,
  type Refund,
  type ReversalReason,
  type Surplus,
} from '../domain/order';

/**
 * How the parts of orders come back out of the database. The types see to it that nothing is left out; what a later release adds
 * needs a default here, for rows that are older.
 */

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
  z.string().regex(/^-?\d+$/).transform(Number).pipe(z.int()),
]); // prettier-ignore

export const money: z.ZodType<Money> = z.object({ minor: z.int(), currency: z.string() });

export const customer: z.ZodType<Customer> = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  postcode: z.string().nullable(),
});

export const paymentMethod = z.enum(PAYMENT_METHODS);
export const capturePolicy: z.ZodType<CapturePolicy> = z.union([
  z.literal('automatic'),
  z.literal('manual'),
  z.object({ delayDays: z.int() }),
]);
export const metadata = z.record(z.string(), z.string());
export const reviewReason = z.enum(REVIEW_REASONS);
export const refundStatus = z.enum({
  claimed: 'claimed',
  succeeded: 'succeeded',
  failed: 'failed',
  unknown: 'unknown',
} satisfies Every<Refund['status']>);
export const refundKind = z.enum({
  requested: 'requested',
  duplicate: 'duplicate',
  late: 'late',
} satisfies Every<Refund['kind']>);
export const surplus = z.enum({ duplicate: 'duplicate', late: 'late' } satisfies Every<Surplus>);
export const reversalReason = z.enum({
  rejected: 'rejected',
  charged_back: 'charged_back',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed: 'failed',
} satisfies Every<ReversalReason>);
