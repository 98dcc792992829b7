/** Where the shopper's bank wants to see the shopper. */
export type Challenge =
  | {
      readonly kind: 'form';
      readonly action: string;
      readonly fields: readonly { readonly name: string; readonly value: string }[];
    }
  | { readonly kind: 'page'; readonly url: string };
