import { isIP } from 'node:net';

const LONGEST = 4_096;

/** Where a shopper's browser may be sent: a bank, by a public https address. */
export interface BankRules {
  /** Whether banks may also be on loopback, by http or https: only when Blink itself is on loopback. */
  readonly loopbackBanks: boolean;
}

/** @param wanted the operator's setting; ignored where Blink is the real one */
export function bankRulesFor(blinkOrigin: URL, wanted: boolean | undefined): BankRules {
  return { loopbackBanks: wanted === true && isLoopback(blinkOrigin) };
}

/** @returns null for anything else: relative, other schemes, user names, IP numbers, names of this machine or its network */
export function bankAddressFrom(text: unknown, { loopbackBanks }: BankRules): URL | null {
  if (typeof text !== 'string' || text.length > LONGEST) return null;
  const trimmed = text.trim();
  if (!/^https?:\/\/[^\s\p{C}\\]+$/iu.test(trimmed) || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  if (url.username || url.password) return null;
  if (isLoopback(url)) return loopbackBanks ? url : null;
  return url.protocol === 'https:' && isPublicName(url.hostname) ? url : null;
}

/** Whether the host is `localhost`, a subdomain of it, 127/8 in any spelling (the URL parser normalises them) or ::1. */
export function isLoopback({ hostname }: URL): boolean {
  const host = hostname.replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

function isPublicName(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  if (isIP(host) !== 0 || host.startsWith('[')) return false;
  return host.includes('.') && !/\.(?:local|internal|lan|home|intranet)$/.test(host);
}
