import { isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';

/** The longest address that a mail server accepts between `<` and `>`. */
export const LONGEST_EMAIL = 254;
const LONGEST_LOCAL_PART = 64;

const LOCAL_PART = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+$/;
const LABEL = /^[a-zA-Z0-9-]{1,63}$/;
/** `domainToASCII` reads the host of a URL; these characters end a host or write an IP address, so no domain of an email has them. */
const NO_DOMAIN = /[\s/\\?#:@[\]<>^|%]/;

/** Whether a text is one email address that we can write to: the one rule of pages, API, configuration and mailer. */
export function isEmailAddress(text: string): boolean {
  return mailableAddress(text) !== null;
}

/**
 * An address as the mailer writes to it, its domain in ASCII. The rule is the HTML standard's, by which browsers check what is typed, but
 * with domains in any script, and with at least one dot in the domain: a domain without one is a typing error.
 * @returns null for anything but one bare address: not for a list of them, nor for a name with an address
 * @see https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 */
export function mailableAddress(text: string): string | null {
  if (text.length > LONGEST_EMAIL) return null;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = asciiDomain(text.slice(at + 1));
  if (domain === null || local.length > LONGEST_LOCAL_PART || !LOCAL_PART.test(local)) return null;
  const address = `${local}@${domain}`;
  return address.length <= LONGEST_EMAIL ? address : null;
}

function asciiDomain(domain: string): string | null {
  if (NO_DOMAIN.test(domain)) return null;
  const ascii = /^[\x21-\x7e]*$/.test(domain) ? domain : domainToASCII(domain);
  const labels = ascii.split('.');
  return labels.length > 1 && labels.every(isLabel) && !isIPv4(ascii) ? ascii : null;
}

function isLabel(label: string): boolean {
  return LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-');
}
