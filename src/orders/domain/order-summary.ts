import { z } from 'zod';
import type { Immutable } from '../../kernel/immutable';
import { PAYMENT_METHODS } from '../../payments/methods';
import {
  ATTEMPT_STATUSES,
  causeOfRefundSchema,
  REFUND_STATUSES,
  REVERSAL_REASONS,
  REVIEW_REASONS,
} from './order';
import { ORDER_STATUSES } from './status';

/** What the shop sees of an order, once: the API answers with it and documents it, and events are kept and read as it. */

const moment = (description: string) => z.iso.datetime().describe(description);
const minor = (description: string) => z.int().min(0).describe(`${description} In minor units.`);
const words = (description: string) => z.string().nullable().describe(description);

const attemptSummarySchema = z
  .object({
    id: z.string().describe('Names the attempt in the history.'),
    method: z.enum(PAYMENT_METHODS).describe('How the customer paid, or tried to.'),
    status: z.enum(ATTEMPT_STATUSES).describe('`unknown`: the money may have moved, and we are finding out.'),
    transaction_id: words("Blink's, as its portal shows it; null while it is not known."),
    amount_captured: minor('What this try has brought.'),
    reversal_reason: z
      .enum(REVERSAL_REASONS)
      .nullable()
      .describe(
        "Who took the money back: `rejected` at settlement, `charged_back` by the customer's bank, `cancelled` or `refunded` at the Blink portal, `failed` a collection that came back.",
      ),
    pending: z
      .object({
        action: z.enum(['capture', 'release']).describe('Capturing it, or releasing it.'),
        amount: z.int().min(1).describe('In minor units.'),
        status: z
          .enum(['sent', 'unknown', 'confirmed'])
          .describe(
            '`unknown`: whether it was done is not known. `confirmed`: Blink said so, and its transaction does not show it yet.',
          ),
      })
      .nullable()
      .describe(
        'What was asked of Blink about authorised money and is not settled yet: nothing else can be asked meanwhile.',
      ),
    created_at: moment('When the customer first saw the form of this try.'),
    decline_reason: words("The bank's or Blink's words."),
  })
  .meta({ id: 'Attempt', description: 'One try to pay the order.' });

export const refundSummarySchema = z
  .object({
    id: z.string().describe('Names the refund in the history.'),
    amount: z.int().min(1).describe('In minor units.'),
    status: z
      .enum(REFUND_STATUSES)
      .describe(
        '`claimed`: being sent. `unknown`: the money may have been refunded; nothing more is refunded until that is known.',
      ),
    kind: z
      .enum(causeOfRefundSchema.options)
      .describe(
        'Why it was made: the shop asked, the order was paid twice, or the money came after the order was closed.',
      ),
    attempt_id: z.string().describe('The attempt whose payment is refunded.'),
    reason: words("The shop's own words."),
    created_at: moment('When it was asked for.'),
    failure: words('Why it failed.'),
  })
  .meta({ id: 'Refund', description: 'A refund through this API.' });

export const orderFields = z.object({
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
  reference: z.string().describe("The shop's own name for it."),
  description: words('What is paid for, as the customer reads it.'),
  amount: z.int().min(1).describe('What is to be paid. In minor units.'),
  currency: z.string().describe('Of every amount of this order.'),
  amount_authorised: minor('Authorised and not captured.'),
  amount_captured: minor('Captured.'),
  amount_refunded: minor('Refunded by refunds that succeeded.'),
  amount_refundable: minor(
    'The most that a refund may still be. 0 for a bank payment: Blink does not refund those.',
  ),
  amount_reversed: minor('Taken back by others: a chargeback, a returned direct debit.'),
  customer: z
    .object({
      name: words('As on the card.'),
      email: words('Where a receipt goes.'),
      address: words('First line of the billing address.'),
      postcode: words('Of the billing address.'),
    })
    .describe('As the shop gave it, or as the customer changed it when paying.'),
  payment_methods: z.array(z.enum(PAYMENT_METHODS)).describe('What the customer may choose from.'),
  payment_methods_left: z
    .array(z.enum(PAYMENT_METHODS))
    .describe(
      'Those of them that were charged fewer than five times. While the order is `open` and this is empty, nobody can pay it: make another one.',
    ),
  capture: z
    .union([
      z.enum(['automatic', 'manual']),
      z.object({ delay_days: z.int().describe('Days after the payment.') }),
    ])
    .describe('When the money is captured.'),
  success_url: words('Where the customer goes on after paying.'),
  cancel_url: words('Where "Return to the shop" leads.'),
  metadata: z.record(z.string(), z.string()).describe('Texts of the shop.'),
  created_at: moment('When the shop made it.'),
  expires_at: moment('From then on it can no longer be paid.'),
  attempts: z.array(attemptSummarySchema).describe('Oldest first.'),
  refunds: z.array(refundSummarySchema).describe('Oldest first.'),
});

export const orderSummarySchema = orderFields.meta({
  id: 'OrderSummary',
  description: 'An order as events carry it: all but its `checkout_url`.',
});

/**
 * An order as the shop sees it, in the API and in events: no capability, nonce, intent or challenge ever.
 * The API adds `checkout_url`.
 */
export type OrderSummary = Immutable<z.infer<typeof orderSummarySchema>>;
export type RefundSummary = Immutable<z.infer<typeof refundSummarySchema>>;
export type AttemptSummary = Immutable<z.infer<typeof attemptSummarySchema>>;
