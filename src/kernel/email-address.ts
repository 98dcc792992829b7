import { isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';

/** What a mail server takes between `<` and `>`. */
export const LONGEST_EMAIL = 254;
const LONGEST_LOCAL_PART = 64;

const LOCAL_PART = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+$/;
const LABEL = /^[a-zA-Z0-9-]{1,63}$/;
/** `domainToASCII` reads what an address of the web may have for a host: what ends one there is no part of a domain, nor is an IP address. */
const NO_DOMAIN = /[\s/\\?#:@[\]<>^|%]/;

/** Whether a text is one e-mail address that we can write to: the rule of pages, API, configuration and mailer. */
export function isEmailAddress(text: string): boolean {
  return mailableAddress(text) !== null;
}

/**
 * An address as the mailer writes to it, its domain in ASCII. The rule is the HTML standard's, by which browsers check what is typed, with
 * domains in any script, and with a dot in the domain: without one it is a typing error, for no mail goes there.
 * @returns null for what is no address; a list, or a name with an address, is none
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
