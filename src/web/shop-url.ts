import { trimmedText } from './bounded-text';

/** The parameter that is appended to the shop's own address. */
export const ORDER_ID_PARAMETER = 'order_id';
export const REPEAT_PAYMENT_ID_PARAMETER = 'repeat_payment_id';

/**
 * Where a customer may be redirected: to an address of the shop, since anything else would make us an open redirect. The address is stored
 * as it was written, to the byte: signatures and shops' tools depend on every byte. An empty text means no address.
 * @param appended our own parameter, which the address must not contain already: programs do not agree which of two counts
 */
export function shopUrlSchema(shopOrigins: readonly string[], appended: string) {
  return trimmedText(2_000)
    .refine((value) => value === '' || isShopUrl(value, shopOrigins), {
      error: 'must be an address at one of the origins in SHOP_ORIGINS',
      abort: true,
    })
    .refine(
      (value) => value === '' || !parametersOf(value).includes(appended),
      `must not have a parameter ${appended}: ours is appended`,
    )
    .meta({ format: 'uri' });
}

/** Adds one parameter to the address, before a fragment; no other byte is changed. */
export function withParameter(address: string, name: string, value: string): string {
  const fragmentAt = address.indexOf('#');
  const [start, fragment] =
    fragmentAt === -1 ? [address, ''] : [address.slice(0, fragmentAt), address.slice(fragmentAt)];
  const queryAt = start.indexOf('?');
  const joint = queryAt === -1 ? '?' : /[?&]$/.test(start) ? '' : '&';
  return `${start}${joint}${name}=${encodeURIComponent(value)}${fragment}`;
}

function isShopUrl(value: string, origins: readonly string[]): boolean {
  if (!URL.canParse(value) || /[\p{Cc}\s]/u.test(value)) return false;
  const url = new URL(value);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'; // a `blob:` address has the origin of the page that made it
  return isWeb && origins.includes(url.origin) && url.username === '' && url.password === '';
}

/** The parameters' names as any program may read them: some read a dot as `_`, and `order_id[]` as a list named `order_id`. */
function parametersOf(address: string): readonly string[] {
  return [...new URL(address).searchParams.keys()].map(
    (name) => name.trim().replace(/[. ]/g, '_').split('[')[0]?.toLowerCase() ?? '',
  );
}
