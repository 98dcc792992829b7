import { z } from 'zod';
import { moment } from '../../api/fields';
import { paths } from '../../kernel/paths';
import { FREQUENCIES } from '../domain/days';
import { PLAN_TYPES } from '../domain/plan';
import {
  OPERATION_KINDS,
  PAYMENT_STATUSES,
  REVIEW_REASONS,
  SCHEDULE_STATUSES,
  ENROLMENT_STATUSES,
  type RepeatPayment,
} from '../domain/repeat-payment';
import { summaryOf } from '../domain/summary';

export const EXAMPLE_ID = 'rp_3nK0yVQyUeSGNCsv1t9cNw';

/** The part of an address that names the repeat payment. */
export const REPEAT_PAYMENT_PART = {
  repeatPaymentId: { description: 'The `id` of the repeat payment.', example: EXAMPLE_ID },
};

export const paymentPart = (example: string) => ({
  ...REPEAT_PAYMENT_PART,
  paymentId: { description: 'The `id` of the payment.', example },
});

const words = (description: string) => z.string().nullable().describe(description);
const day = (description: string) => z.iso.date().describe(description);
const ofFixed = (description: string) =>
  z.int().min(1).nullable().describe(`${description} Null for a variable one, or when it was not given.`);

const paymentSchema = z
  .object({
    id: words("Blink's; null before Blink has written the payment down."),
    date: day('When it is, or was to be, charged.'),
    amount: z.int().min(0).describe('In minor units.'),
    status: z.enum(PAYMENT_STATUSES).describe('What Blink said when we asked.'),
    reference: z.string().describe('Which one of them it is.'),
  })
  .meta({ id: 'RepeatPaymentPayment', description: 'One payment of a repeat payment.' });

const enrolmentSchema = z
  .object({
    id: z.string().describe('Names the setup in the history.'),
    presence: z
      .enum(['online', 'phone', 'stored_card'])
      .describe('Whether the customer enters the card, reads it out, or has paid an order with it before.'),
    status: z
      .enum(ENROLMENT_STATUSES)
      .describe(
        '`unknown`: it may have started, and we are finding out. `challenged`: the customer is at their bank.',
      ),
    created_at: moment('When it began.'),
    decline_reason: words("The bank's or Blink's words."),
  })
  .meta({ id: 'RepeatPaymentSetup', description: 'One try to start a repeat payment.' });

const pendingSchema = z
  .object({
    action: z.enum(OPERATION_KINDS).describe('What was asked.'),
    payment_id: words('About which payment, where it is about one.'),
    status: z.enum(['sent', 'unknown']).describe('`unknown`: whether it was done is not known.'),
    since: moment('When it was asked.'),
  })
  .meta({
    id: 'RepeatPaymentPending',
    description: 'Something that was asked of Blink and is not settled yet.',
  });

export const repeatPaymentSchema = z
  .object({
    id: z.string().meta({ description: 'May be logged and shown.', examples: [EXAMPLE_ID] }),
    type: z
      .enum(PLAN_TYPES)
      .describe('`fixed`: the same amount on every payment. `variable`: its own on each day.'),
    status: z
      .enum(SCHEDULE_STATUSES)
      .describe(
        '`pending`: nothing was charged yet, whether the customer still has to agree (`started_at` is null) or the first day is upcoming. Once it started it is what Blink says.',
      ),
    needs_review: z
      .enum(REVIEW_REASONS)
      .nullable()
      .describe('Why a human should look, or null. It stands beside the status and does not change it.'),
    reference: z.string().describe("The shop's own name for it."),
    currency: z.string().describe('Of every amount.'),
    amount: ofFixed('Of each payment, in minor units.'),
    frequency: z.enum(FREQUENCIES).nullable().describe('What `every` counts; null for a variable one.'),
    every: ofFixed('Every so many of them.'),
    start_date: z.iso.date().nullable().describe('Of the first payment; null: the day of the agreement.'),
    first_amount: ofFixed('Of the first payment.'),
    final_amount: ofFixed('Of the last payment.'),
    final_date: z.iso.date().nullable().describe('Of the last payment, when it was given.'),
    instalments: z
      .int()
      .min(1)
      .nullable()
      .describe('How many in all; null: until somebody ends it, or a variable one.'),
    schedule: z
      .array(z.object({ date: day('Of the payment.'), amount: z.int().min(1).describe('In minor units.') }))
      .nullable()
      .describe('The payments of a variable one as they were agreed.'),
    customer: z
      .object({
        name: words('As on the card.'),
        email: words('Where emails go.'),
        address: words('First line of the billing address.'),
        postcode: words('Of the billing address.'),
      })
      .describe('As the shop gave it, or as the customer changed it.'),
    order_id: words('The paid order whose card it uses.'),
    success_url: words('Where the customer goes on after agreeing.'),
    created_at: moment('When the shop made it.'),
    expires_at: moment('From then on nobody can agree to it any more.'),
    started_at: z.iso.datetime().nullable().describe('When it started at Blink; null before.'),
    closed_as: z
      .enum(['cancelled', 'expired'])
      .nullable()
      .describe('How it ended before it started; null otherwise.'),
    payments: z
      .array(paymentSchema)
      .describe(
        'Past and upcoming payments, by day. Before it started, the plan as it will be if the customer agrees today; of one without an end the next payments.',
      ),
    setups: z.array(enrolmentSchema).describe('Oldest first.'),
    pending: z.array(pendingSchema).describe('What was asked of Blink and is not settled yet.'),
    checkout_url: z
      .url()
      .describe(
        'Where the customer reads the plan and agrees to it, and later sees it and replaces the card. Whoever has this address can do so: do not log it.',
      ),
  })
  .meta({
    id: 'RepeatPayment',
    description: 'Card payments that Blink charges by itself, and what became of them.',
  });

export function repeatPaymentView(repeatPayment: RepeatPayment, publicUrl: string, now: Date) {
  return { ...summaryOf(repeatPayment, now), checkout_url: publicUrl + paths.repeatPayment(repeatPayment) };
}
