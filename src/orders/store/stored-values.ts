import { z } from 'zod';
import type { Money } from '../../kernel/money';
import { REVIEW_REASONS, type Refund, type ReversalReason, type ExcessPayment } from '../domain/order';
import { PAYMENT_METHODS, type CapturePolicy } from '../../payments/methods';
import type { Customer } from '../../payments/customer';
import type { Every } from '../../postgres/values';

// prettier-ignore

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
export const surplus = z.enum({ duplicate: 'duplicate', late: 'late' } satisfies Every<ExcessPayment>);
export const reversalReason = z.enum({
  rejected: 'rejected',
  charged_back: 'charged_back',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed: 'failed',
} satisfies Every<ReversalReason>);
