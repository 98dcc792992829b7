import { z } from 'zod';
import { amountSchema, currencySchema, customerSchema, orNone, shopId } from '../../api/fields';
import { boundedText } from '../../web/bounded-text';
import { REPEAT_PAYMENT_ID_PARAMETER, shopUrlSchema } from '../../web/shop-url';
import { FREQUENCIES, isDay } from '../domain/days';
import { MOST_PAYMENTS, MOST_YEARS } from '../domain/plan-rules';

const NO_DAY = 'must be a day that exists, as in 2026-12-31';

const day = boundedText(10, { tooLong: NO_DAY })
  .refine(isDay, NO_DAY)
  .meta({ description: 'A day, ISO 8601, as it is in the United Kingdom.', examples: ['2026-12-01'] });

const LONGEST_STEP = 365;

const about = (shopOrigins: readonly string[]) => ({
  reference: shopId(100).meta({
    description: "The shop's own name for it. It need not be unique; lists can be searched by it.",
    examples: ['GYM-17'],
  }),
  currency: currencySchema,
  customer: customerSchema.optional(),
  order_id: orNone(boundedText(64)).describe(
    'A paid card order whose card is used: it starts at once, without the customer. Only with their consent.',
  ),
  success_url: orNone(shopUrlSchema(shopOrigins, REPEAT_PAYMENT_ID_PARAMETER)).describe(
    'Where the customer goes on after agreeing, kept to the byte; `repeat_payment_id` is appended, so it must not hold one. Nothing in it is proof. At an origin in `SHOP_ORIGINS`.',
  ),
  expires_in: z
    .int()
    .min(60)
    .max(90 * 86_400)
    .optional()
    .describe(
      'Seconds from now until nobody can agree to it any more: a minute to 90 days, 7 days when absent; never beyond the last day on which the plan can still begin.',
    ),
});

/** @param shopOrigins where `success_url` may point to */
export function newRepeatPaymentSchema(shopOrigins: readonly string[]) {
  return z
    .discriminatedUnion('type', [fixedSchema(shopOrigins), variableSchema(shopOrigins)])
    .meta({ id: 'NewRepeatPayment', description: 'What is to be charged when.' });
}

export type NewRepeatPaymentBody = z.infer<ReturnType<typeof newRepeatPaymentSchema>>;

function fixedSchema(shopOrigins: readonly string[]) {
  return z
    .strictObject({
      type: z.literal('fixed').describe('The same amount on every payment.'),
      ...about(shopOrigins),
      amount: amountSchema.describe(
        'Of each payment, in minor units. At least £1.00, as every payment by card; what is least in other currencies only Blink knows.',
      ),
      frequency: z.enum(FREQUENCIES).describe('What `every` counts.'),
      every: z.int().min(1).max(LONGEST_STEP).describe('Every so many days, weeks or months.'),
      start_date: day
        .nullish()
        .describe('The day of the first payment; the day of the agreement when absent.'),
      first_amount: amountSchema.nullish().describe('Of the first payment, when it is another.'),
      final_amount: amountSchema
        .nullish()
        .describe('Of the last payment, when it is another. Only with a number of `instalments`.'),
      final_date: day
        .nullish()
        .describe(
          `The day of the last payment, when it is another: after the one before it, and within ${MOST_YEARS} years of the first. Only with a number of \`instalments\`.`,
        ),
      instalments: z
        .int()
        .min(1)
        .max(MOST_PAYMENTS)
        .nullable()
        .describe(
          `How many payments in all, 1 to ${MOST_PAYMENTS}, within ${MOST_YEARS} years of the first; null: until somebody ends it.`,
        ),
    })
    .meta({ id: 'NewFixedRepeatPayment', description: 'The same amount on every payment.' });
}

function variableSchema(shopOrigins: readonly string[]) {
  return z
    .strictObject({
      type: z.literal('variable').describe('An amount of its own on each of its days.'),
      ...about(shopOrigins),
      schedule: z
        .array(z.strictObject({ date: day, amount: amountSchema }))
        .min(2, 'must have at least 2 payments')
        .max(MOST_PAYMENTS)
        .describe(`The payments, 2 to ${MOST_PAYMENTS}, in any order; one a day at most.`),
    })
    .meta({ id: 'NewVariableRepeatPayment', description: 'An amount of its own on each of its days.' });
}
