import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Request } from 'express';

/** Who sent a request, according to the connection and the proxies that we trust. */
export interface Sender {
  /** The address in one spelling, without port, brackets and zone. Limits count it, and Blink is sent it. */
  readonly address: string;
  /** The address is that of a proxy which `TRUST_PROXY` does not count: everybody behind it looks like one sender. */
  readonly isProxy: boolean;
  /** Something in front of us sends `X-Forwarded-For`, and `TRUST_PROXY` does not trust it. */
  readonly isUnheard: boolean;
}

/** The address when the connection is gone already. */
const NOBODY = '0.0.0.0';
/** No address is longer than this. */
const LONGEST_WRITTEN = 100;

/**
 * The one place where an address is read from a request. Where a header has no address, such as `unknown`, the connection's address is
 * used, so that no header ever stops a payment.
 * @param trustedProxies how many proxies are in front of us; `req.ip` is the address that the farthest of them saw
 */
export function senderOf(
  {
    ip,
    socket,
    headers,
  }: Pick<Request, 'ip' | 'headers'> & {
    readonly socket: { readonly remoteAddress?: string | undefined };
  },
  trustedProxies: number,
): Sender {
  const forwarded = addressIn(ip);
  const address = forwarded ?? addressIn(socket.remoteAddress) ?? NOBODY;
  const untrusted = forwardedBy(headers['x-forwarded-for']) - trustedProxies;
  const isProxy = isPrivate(address) && (untrusted > 0 || forwarded === null);
  return { address, isProxy, isUnheard: isProxy || (trustedProxies === 0 && untrusted > 0) };
}

function forwardedBy(header: string | readonly string[] | undefined): number {
  const written = typeof header === 'string' ? header : (header?.join(',') ?? '');
  return written.trim() === '' ? 0 : written.split(',').length;
}

/** @returns null when the text is no address: `unknown`, `_hidden`, nothing */
export function addressIn(written: string | undefined): string | null {
  if (written === undefined || written.length > LONGEST_WRITTEN) return null;
  const text = written.trim().replace(/^"(.*)"$/, '$1');
  for (const bare of [text, withoutPort(text)]) {
    const address = bare.replace(/^\[(.*)\]$/, '$1').replace(/%.{0,100}$/, '');
    if (isIPv4(address)) return address;
    if (isIPv6(address)) return plain(address);
  }
  return null;
}

function withoutPort(text: string): string {
  return text.replace(/:\d{1,5}$/, '');
}

/**
 * The prefixes before the 32 bits of an IPv4 address: a socket that serves both families writes the first, and an IPv6-only network the
 * second (RFC 6052).
 */
const BEFORE_IPV4 = ['::ffff:0:0', '64:ff9b::'].map((network) => groupsOf(network).slice(0, 6).join());

/** Writes an IPv4 address inside an IPv6 one as IPv4: Blink refuses the IPv6 form, and as one /64 all of them would be one household. */
function plain(address: string): string {
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(6);
  return BEFORE_IPV4.includes(groups.slice(0, 6).join())
    ? [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
    : spelled(address);
}

/** Spells the address as the URL standard does: in lower case, the longest run of zeros left out. */
function spelled(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function groupsOf(address: string): readonly number[] {
  const [head = [], tail] = spelled(address)
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(tail === undefined ? 0 : 8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...(tail ?? [])].map((group) => Number.parseInt(group, 16));
}

/** The key that limits count a request under. One household has a whole /64 of IPv6 addresses, so that is one key. */
export function householdOf(address: string): string {
  return isIPv6(address) ? `${leading(address, 4)}::/64` : address;
}

/** The network around an address: the range in which one customer of a provider may get any address. */
export function networkOf(address: string): string {
  if (isIPv6(address)) return `${leading(address, 3)}::/48`;
  return isIPv4(address) ? `${address.split('.').slice(0, 3).join('.')}.0/24` : address;
}

function leading(address: string, groups: number): string {
  return groupsOf(address)
    .slice(0, groups)
    .map((group) => group.toString(16))
    .join(':');
}

const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv4');
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');

/** Whether the address is in a network that no shopper's request can come from through the internet, this machine included. */
export function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
