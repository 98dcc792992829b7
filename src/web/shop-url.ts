import { trimmedText } from './bounded-text';

/** What is appended to the shop's own address. */
export const ORDER_ID_PARAMETER = 'order_id';
export const REPEAT_PAYMENT_ID_PARAMETER = 'repeat_payment_id';

/**
 * Where a customer may be sent on to: an address of the shop, since anything else would make us an open redirect. It is kept as it was
 * written, to the byte: signatures and other shops' tools depend on every one of them. An empty text is none.
 * @param appended the parameter of ours, which the address must not hold already: programs do not agree which of two counts
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

/** The address with one parameter more, before a fragment; no other byte of it is changed. */
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
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'; // a blob: has the origin of whoever made it
  return isWeb && origins.includes(url.origin) && url.username === '' && url.password === '';
}

/** As programs read their names: some take a dot for `_`, and `order_id[]` for a list of the same name. */
function parametersOf(address: string): readonly string[] {
  return [...new URL(address).searchParams.keys()].map(
    (name) => name.trim().replace(/[. ]/g, '_').split('[')[0]?.toLowerCase() ?? '',
  );
}
