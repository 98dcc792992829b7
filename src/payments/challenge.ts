/** Where the shopper's bank challenges the shopper (3-D Secure, or a bank's own page). */
export type Challenge =
  | {
      readonly kind: 'form';
      readonly action: string;
      readonly fields: readonly { readonly name: string; readonly value: string }[];
    }
  | { readonly kind: 'page'; readonly url: string };
