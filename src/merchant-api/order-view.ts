import { z } from 'zod';
import { ATTEMPT_STATUSES, PAYMENT_METHODS, REVIEW_REASONS, type Order } from '../orders/order';
import { ORDER_STATUSES } from '../orders/status';
import { summaryOf } from '../orders/summary';
import { paths } from '../paths';

/** The part of an address that says which order. */
export const ORDER_PART = {
  orderId: { description: 'The `id` of the order.', example: 'ord_3nK0yVQyUeSGNCsv1t9cNw' },
};

const minor = (description: string) => z.int().min(0).describe(`${description} In minor units.`);
export const moment = z.iso.datetime();

export const attemptSchema = z
  .object({
    id: z.string(),
    method: z.enum(PAYMENT_METHODS),
    status: z.enum(ATTEMPT_STATUSES).describe('`unknown`: the money may have moved, and we are finding out.'),
    transaction_id: z.string().nullable().describe("Blink's, as its portal shows it."),
    amount_captured: minor('What this try has brought.'),
    created_at: moment,
    decline_reason: z.string().nullable().describe("The bank's or Blink's words."),
  })
  .meta({ id: 'Attempt', description: 'One try to pay the order.' });

export const refundSchema = z
  .object({
    id: z.string(),
    amount: z.int().min(1).describe('In minor units.'),
    status: z
      .enum(['claimed', 'succeeded', 'failed', 'unknown'])
      .describe(
        '`claimed`: being sent. `unknown`: the money may have gone back; nothing more is given back until that is known.',
      ),
    kind: z
      .enum(['requested', 'duplicate', 'late'])
      .describe(
        'Why it was made: the shop asked, the order was paid twice, or the money came after the order was closed.',
      ),
    reason: z.string().nullable().describe("The shop's own words."),
    created_at: moment,
    failure: z.string().nullable().describe('Why it failed.'),
  })
  .meta({ id: 'Refund', description: 'Money given back through this API.' });

const orderFields = z.object({
  id: z.string().meta({ description: 'May be logged and shown.', examples: ['ord_3nK0yVQyUeSGNCsv1t9cNw'] }),
  status: z
    .enum(ORDER_STATUSES)
    .describe(
      'Ship on `paid`. It is decided by what Blink answered when we asked, never by what a browser or a notification says.',
    ),
  needs_review: z
    .enum(REVIEW_REASONS)
    .nullable()
    .describe('Why a human should look, or null. It stands beside the status and does not change it.'),
  reference: z.string(),
  description: z.string().nullable(),
  amount: z.int().min(1).describe('What is to be paid. In minor units.'),
  currency: z.string(),
  amount_authorised: minor('Reserved and not taken.'),
  amount_captured: minor('Taken.'),
  amount_refunded: minor('Given back by refunds that succeeded.'),
  amount_refundable: minor('What a refund may still take.'),
  amount_reversed: minor('Taken back by others: a chargeback, a returned direct debit.'),
  customer: z
    .object({
      name: z.string().nullable(),
      email: z.string().nullable(),
      address: z.string().nullable(),
      postcode: z.string().nullable(),
    })
    .describe('As the shop gave it, or as the customer changed it when paying.'),
  payment_methods: z.array(z.enum(PAYMENT_METHODS)),
  capture: z.union([z.enum(['automatic', 'manual']), z.object({ delay_days: z.int() })]),
  success_url: z.string().nullable(),
  cancel_url: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  created_at: moment,
  expires_at: moment,
  attempts: z.array(attemptSchema).describe('Oldest first.'),
  refunds: z.array(refundSchema).describe('Oldest first.'),
});

export const orderSummarySchema = orderFields.meta({
  id: 'OrderSummary',
  description: 'An order as events carry it: all but its `checkout_url`.',
});

export const orderSchema = orderFields
  .extend({
    checkout_url: z
      .url()
      .describe('Send the customer here. Whoever has this address can pay and see the order: do not log it.'),
  })
  .meta({ id: 'Order', description: 'What the shop wants paid, and what became of it.' });

export function orderView(order: Order, publicUrl: string) {
  return { ...summaryOf(order), checkout_url: publicUrl + paths.checkout(order) };
}
