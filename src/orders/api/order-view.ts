import { z } from 'zod';
import { moment } from '../../api/fields';
import { ATTEMPT_STATUSES, REVERSAL_REASONS, REVIEW_REASONS, type Order } from '../domain/order';
import { ORDER_STATUSES } from '../domain/status';
import { summaryOf } from '../domain/summary';
import { paths } from '../../kernel/paths';
import { PAYMENT_METHODS } from '../../payments/methods';

/** The part of an address that says which order. */
export const ORDER_PART = {
  orderId: { description: 'The `id` of the order.', example: 'ord_3nK0yVQyUeSGNCsv1t9cNw' },
};

const minor = (description: string) => z.int().min(0).describe(`${description} In minor units.`);
const words = (description: string) => z.string().nullable().describe(description);

export const attemptSchema = z
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
        action: z.enum(['capture', 'release']).describe('Taking it, or letting it go.'),
        amount: z.int().min(1).describe('In minor units.'),
        status: z
          .enum(['sent', 'unknown', 'confirmed'])
          .describe(
            '`unknown`: whether it was done is not known. `confirmed`: Blink said so, and its transaction does not show it yet.',
          ),
      })
      .nullable()
      .describe(
        'What was asked of Blink about reserved money and is not settled yet: nothing else can be asked meanwhile.',
      ),
    created_at: moment('When the customer first saw the form of this try.'),
    decline_reason: words("The bank's or Blink's words."),
  })
  .meta({ id: 'Attempt', description: 'One try to pay the order.' });

export const refundSchema = z
  .object({
    id: z.string().describe('Names the refund in the history.'),
    attempt_id: z.string().describe('Which try to pay it gives back.'),
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
    reason: words("The shop's own words."),
    created_at: moment('When it was asked for.'),
    failure: words('Why it failed.'),
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
  reference: z.string().describe("The shop's own name for it."),
  description: words('What is paid for, as the customer reads it.'),
  amount: z.int().min(1).describe('What is to be paid. In minor units.'),
  currency: z.string().describe('Of every amount of this order.'),
  amount_authorised: minor('Reserved and not taken.'),
  amount_captured: minor('Taken.'),
  amount_refunded: minor('Given back by refunds that succeeded.'),
  amount_refundable: minor(
    'What a refund may still take. Nothing of a bank payment: Blink does not give those back.',
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
    .describe('When the money is taken.'),
  success_url: words('Where the customer goes on after paying.'),
  cancel_url: words('Where "Return to the shop" leads.'),
  metadata: z.record(z.string(), z.string()).describe('Texts of the shop.'),
  created_at: moment('When the shop made it.'),
  expires_at: moment('From then on it can no longer be paid.'),
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
