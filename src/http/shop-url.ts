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
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'; // a blob: has the origin of whoever made it
  return isWeb && origins.includes(url.origin) && url.username === '' && url.password === '';
}
