import { z } from 'zod';
import { exponentOf } from '../money';
import { holdsCardNumber } from '../orders/card-numbers';
import { PAYMENT_METHODS } from '../orders/order';

/** The shop's own words, bounded and without card numbers. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !holdsCardNumber(value), 'must not hold a card number');

const MOST_MINOR = 99_999_999;

export const amountSchema = z.int().min(1).max(MOST_MINOR).describe('In minor units: 1099 is £10.99');

const customerSchema = z.strictObject({
  name: text(100).nullish(),
  email: z.email().max(254).nullish(),
  address: text(200).nullish(),
  postcode: text(16).nullish(),
});

const metadataSchema = z
  .record(
    z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/),
    z
      .string()
      .max(500)
      .refine((value) => !holdsCardNumber(value), 'must not hold a card number'),
  )
  .refine((metadata) => Object.keys(metadata).length <= 20, 'must have at most 20 entries');

const expiresInSchema = z
  .int()
  .min(60)
  .max(90 * 86_400)
  .describe('Seconds from now');

const captureSchema = z.union([
  z.literal('automatic'),
  z.literal('manual'),
  z.strictObject({ delay_days: z.int().min(1).max(30) }),
]);

/** @param shopOrigins where `success_url` and `cancel_url` may point to */
export function newOrderSchema(shopOrigins: readonly string[]) {
  const shopUrl = z
    .url()
    .max(2_000)
    .refine(
      (value) => isShopUrl(value, shopOrigins),
      'must be an address at one of the origins in SHOP_ORIGINS',
    );
  return z.strictObject({
    reference: text(100),
    amount: amountSchema,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as GBP')
      .refine(isCurrency, 'is not a currency we know'),
    description: text(500).nullish(),
    customer: customerSchema.optional(),
    payment_methods: z.array(z.enum(PAYMENT_METHODS)).min(1).max(PAYMENT_METHODS.length).optional(),
    capture: captureSchema.optional(),
    success_url: shopUrl.nullish(),
    cancel_url: shopUrl.nullish(),
    metadata: metadataSchema.optional(),
    expires_in: expiresInSchema.optional(),
  });
}

export type NewOrderBody = z.infer<ReturnType<typeof newOrderSchema>>;

function isShopUrl(value: string, origins: readonly string[]): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return origins.includes(url.origin) && url.username === '' && url.password === '';
}

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code) && exponentOf(code) >= 0;
}
