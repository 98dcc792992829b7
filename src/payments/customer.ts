import { z } from 'zod';
import type { Payer } from '../blink/payments/payment';
import type { Immutable } from '../kernel/immutable';

export const customerSchema = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  postcode: z.string().nullable(),
});

export type Customer = Immutable<z.infer<typeof customerSchema>>;

/** The customer as Blink is sent one: unknown parts are left out. */
export function payerOf({ name, email, address, postcode }: Customer): Payer {
  return {
    name: name ?? '',
    email: email ?? '',
    address: address ?? undefined,
    postcode: postcode ?? undefined,
  };
}

/**
 * The customer that the form gave, with the address known before where the form gave none. Address and postcode belong together: two
 * different addresses are never mixed.
 */
export function withKnownAddress(given: Customer, known: Customer): Customer {
  if (given.address !== null || given.postcode !== null) return given;
  return { ...given, address: known.address, postcode: known.postcode };
}
