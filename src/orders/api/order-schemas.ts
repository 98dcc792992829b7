import { z } from 'zod';
import { amountSchema, currencySchema, customerSchema, optionalText, orNone, shopId } from '../../api/fields';
import { boundedText } from '../../web/bounded-text';
import { canBeAuthorised } from '../domain/authorisation-life';
import { ORDER_ID_PARAMETER, shopUrlSchema } from '../../web/shop-url';
import { PAYMENT_METHODS } from '../../payments/methods';

const referenceSchema = shopId(100).meta({
  description: "The shop's own name for the order. It need not be unique; lists can be searched by it.",
  examples: ['ORDER-1042'],
});

const descriptionSchema = optionalText(500).meta({
  description: 'What is paid for, as the customer reads it. An empty text is the same as null.',
  examples: ['Two mugs, blue'],
});

const metadataSchema = z
  .record(boundedText(40).regex(/^[A-Za-z0-9_.-]+$/), boundedText(500))
  .refine((metadata) => Object.keys(metadata).length <= 20, 'must have at most 20 entries')
  .meta({
    description:
      'Texts of the shop that come back with the order: at most 20, each of at most 500 characters, under names of at most 40 letters, digits, `_`, `.` and `-`.',
    examples: [{ cart: '8731' }],
  });

const expiresInSchema = z
  .int()
  .min(60)
  .max(90 * 86_400)
  .meta({
    description: 'Seconds from now until the order can no longer be paid: a minute to 90 days.',
    examples: [86_400],
  });

const captureSchema = z
  .union(
    [
      z.literal('automatic'),
      z.literal('manual'),
      z.strictObject({ delay_days: z.int().min(1).max(30).describe('Days after the payment.') }),
    ],
    { error: 'must be "automatic", "manual" or {"delay_days": 1 to 30}' },
  )
  .meta({
    description:
      'When the money is captured: `automatic` at once, `manual` when the shop asks for it, `{"delay_days": 3}` by Blink so many days later.',
  });

/** @param shopOrigins where `success_url` and `cancel_url` may point to */
export function newOrderSchema(shopOrigins: readonly string[]) {
  const shopUrl = shopUrlSchema(shopOrigins, ORDER_ID_PARAMETER);
  return z
    .strictObject({
      reference: referenceSchema,
      amount: amountSchema,
      currency: currencySchema,
      description: descriptionSchema,
      customer: customerSchema.optional(),
      payment_methods: z
        .array(z.enum(PAYMENT_METHODS))
        .min(1)
        .max(PAYMENT_METHODS.length)
        .optional()
        .describe('What the customer may choose from; `["card"]` when absent.'),
      capture: captureSchema.optional(),
      success_url: orNone(shopUrl).describe(
        'Where the customer goes on after paying, kept to the byte; `order_id` is appended, so it must not hold one. Nothing in it is proof: read the order. At an origin in `SHOP_ORIGINS`.',
      ),
      cancel_url: orNone(shopUrl).describe(
        'Where "Return to the shop" leads, kept to the byte; `order_id` is appended, so it must not hold one. At an origin in `SHOP_ORIGINS`.',
      ),
      metadata: metadataSchema.optional(),
      expires_in: expiresInSchema.optional(),
    })
    .refine(
      ({ capture = 'automatic', payment_methods: methods = [] }) =>
        capture === 'automatic' || methods.every(canBeAuthorised),
      {
        path: ['capture'],
        error:
          'can be other than "automatic" only for cards, Apple Pay and Google Pay: bank payments cannot be authorised first',
        when: ({ issues }) => issues.length === 0,
      },
    )
    .meta({ id: 'NewOrder', description: 'What the shop wants paid.' });
}

export type NewOrderBody = z.infer<ReturnType<typeof newOrderSchema>>;

export const orderAmendmentSchema = z
  .strictObject({
    amount: amountSchema.optional(),
    description: descriptionSchema,
    customer: customerSchema.nullish().describe('Takes the place of the whole customer; null removes it.'),
    metadata: metadataSchema.optional().describe('Takes the place of all metadata.'),
    expires_in: expiresInSchema.optional(),
  })
  .refine((amendment) => Object.keys(amendment).length > 0, {
    error: 'must name at least one field to change',
    when: ({ issues }) => issues.length === 0,
  })
  .meta({ id: 'OrderAmendment', description: 'What to change. A field that is absent stays as it is.' });

export type OrderAmendmentBody = z.infer<typeof orderAmendmentSchema>;
