import { z } from 'zod';

/** Where a customer may be sent on to: an address of the shop, since anything else would make us an open redirect. */
export function shopUrlSchema(shopOrigins: readonly string[]) {
  return z
    .url()
    .max(2_000)
    .refine(
      (value) => isShopUrl(value, shopOrigins),
      'must be an address at one of the origins in SHOP_ORIGINS',
    );
}

function isShopUrl(value: string, origins: readonly string[]): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return origins.includes(url.origin) && url.username === '' && url.password === '';
}
