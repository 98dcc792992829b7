import type { Payer } from '../blink/payments/payment';

export interface Customer {
  readonly name: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
}

/** A customer as Blink is told of one: what is not known is left out. */
export function payerOf({ name, email, address, postcode }: Customer): Payer {
  return {
    name: name ?? '',
    email: email ?? '',
    address: address ?? undefined,
    postcode: postcode ?? undefined,
  };
}

/**
 * Who pays, with the address that was known before where the form did not ask for one. Address and postcode belong together: of two
 * different addresses no third is made.
 */
export function withKnownAddress(given: Customer, known: Customer): Customer {
  if (given.address !== null || given.postcode !== null) return given;
  return { ...given, address: known.address, postcode: known.postcode };
}
