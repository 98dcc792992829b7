import { z } from 'zod';
import { isEmailAddress } from '../../kernel/email-address';
import { weaknessOf } from './weak-secrets';

/** How one variable's text becomes a value. A reason never repeats the value: it may be a secret. */
type Read<Value> = (text: string) => Value | Unusable;

class Unusable {
  constructor(readonly reason: string) {}
}

/** A variable that `read` reads; when that fails, its reason is in the list that is printed at the start. */
export function variable<Value>(read: Read<Value>) {
  return z.string('is missing').transform((text, context): Value => {
    const value = read(text.trim());
    if (!(value instanceof Unusable)) return value;
    context.addIssue({ code: 'custom', message: value.reason });
    return z.NEVER;
  });
}

export function text(): Read<string> {
  return (value) => value;
}

export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Read<Choice> {
  return (value) =>
    choices.find((choice) => choice === value) ?? new Unusable(`must be one of ${choices.join(', ')}`);
}

export function wholeNumber(from: number, to: number): Read<number> {
  return (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    if (number >= from && number <= to) return number;
    return new Unusable(`must be a whole number from ${from} to ${to}`);
  };
}

/** A comma-separated list; blanks around entries and empty entries do not count. */
export function list<Value>(read: Read<Value>): Read<readonly [Value, ...Value[]]> {
  return (value) => {
    const values: Value[] = [];
    for (const [index, entry] of entriesOf(value).entries()) {
      const one = read(entry);
      if (one instanceof Unusable) return new Unusable(`entry ${index + 1} ${one.reason}`);
      values.push(one);
    }
    const [first, ...rest] = values;
    return first === undefined ? new Unusable('has no entry') : [first, ...rest];
  };
}

function entriesOf(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** A secret that the operator makes: it has to be long and drawn at random. */
export function secret(minimumLength: number): Read<string> {
  return (value) => {
    if (value.length < minimumLength) return new Unusable(`must have at least ${minimumLength} characters`);
    const weakness = weaknessOf(value);
    return weakness === null ? value : new Unusable(`${weakness}: openssl rand -base64 48 makes a good one`);
  };
}

/** A secret that callers send in a header: only characters that a header carries unchanged. */
export function secretHeader(minimumLength: number): Read<string> {
  return (value) => {
    const key = headerKey()(value);
    return key instanceof Unusable ? key : secret(minimumLength)(key);
  };
}

/** A key that somebody else has made. */
export function headerKey(): Read<string> {
  return (value) =>
    /^[\x21-\x7e]*$/.test(value)
      ? value
      : new Unusable('must consist of letters, digits and punctuation without blanks');
}

/** `https://host[:port]`, or http when the host is this machine itself. */
export function origin(): Read<string> {
  return (value) => {
    const url = secureUrlFrom(value);
    if (url instanceof Unusable) return url;
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
      return new Unusable('must be an origin: scheme, host and port, nothing after them');
    }
    return url.origin;
  };
}

/** An https address, or http when the host is this machine itself. */
export function webAddress(): Read<string> {
  return (value) => {
    const url = secureUrlFrom(value);
    return url instanceof Unusable ? url : url.href;
  };
}

function secureUrlFrom(value: string): URL | Unusable {
  const url = urlFrom(value);
  if (!url) return new Unusable('must be an address such as https://pay.example.com');
  if (url.username !== '' || url.password !== '')
    return new Unusable('must not hold a user name or a password');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  return new Unusable('must begin with https:// (http:// is for localhost only)');
}

function urlFrom(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

/** Whether a URL's host name is this machine itself. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^127(\.\d{1,3}){3}$/.test(hostname) ||
    hostname === '[::1]'
  );
}

/**
 * `smtp://[user:password@]host[:port]`, used unchanged, except that a server on another machine has to encrypt unless `requireTLS=false`
 * is set.
 */
export function mailServer(): Read<string> {
  return (value) => {
    const url = urlFrom(value);
    if (
      !url ||
      !/^smtps?:$/.test(url.protocol) ||
      url.hostname === '' ||
      !/^\/?$/.test(url.pathname) ||
      url.hash !== ''
    )
      return new Unusable(
        'must begin with smtp:// or smtps:// and name a host; special characters of user and password are percent-encoded',
      );
    if (url.searchParams.has('ignoreTLS'))
      return new Unusable('must not say ignoreTLS: say requireTLS=false');
    const isSafe = url.protocol === 'smtps:' || isLoopback(url.hostname.toLowerCase());
    if (isSafe || url.searchParams.has('requireTLS')) return value;
    return `${value}${url.search === '' ? '?' : '&'}requireTLS=true`;
  };
}

/** `postgres://…`, used unchanged. */
export function database(): Read<string> {
  return (value) =>
    /^postgres(ql)?:\/\//.test(value) && URL.canParse(value)
      ? value
      : new Unusable('must begin with postgres://');
}

/** Standard Webhooks: `whsec_` and 24 to 64 bytes of base64. */
export function webhookSecret(): Read<string> {
  return (value) => {
    const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value)?.[1] ?? '';
    const bytes = Buffer.from(encoded, 'base64').length;
    if (bytes >= 24 && bytes <= 64) return value;
    return new Unusable('must be whsec_ followed by 24 to 64 bytes in base64');
  };
}

/** `pay@example.com`, or with a name before it: `The Shop <pay@example.com>`. */
export function mailbox(): Read<string> {
  return (value) => {
    const address =
      /^(?:"[^<>"\r\n]{1,100}" ?|[^<>"\r\n]{1,100})<([^<>\s]{1,320})>$/.exec(value)?.[1] ?? value;
    return isEmailAddress(address) ? value : new Unusable('must be an e-mail address');
  };
}

export function emailAddress(): Read<string> {
  return (value) => (isEmailAddress(value) ? value : new Unusable('must be an e-mail address'));
}

/** `#rgb` or `#rrggbb`, as `#rrggbb`. */
export function hexColour(): Read<string> {
  return (value) => {
    const full = value.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3').toLowerCase();
    return /^#[0-9a-f]{6}$/.test(full) ? full : new Unusable('must be a colour such as #0b5fff');
  };
}
