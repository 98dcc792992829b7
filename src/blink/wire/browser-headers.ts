import type { Browser } from '../payments/payment';

const LONGEST_HEADER = 1_024;
const LONGEST_DEVICE_VALUE = 256;
/** The encodings that we can decode. The shopper's browser may offer more, and we could not read an answer in `zstd`. */
const DECODABLE: readonly string[] = ['gzip', 'deflate', 'br'];

/** The headers of the shopper's browser, which the bank's 3-D Secure examines, made safe to send as ours. */
export function browserHeaders(browser: Browser): Record<string, string> {
  const userAgent = headerValue(browser.userAgent);
  const accept = headerValue(browser.accept);
  const acceptLanguage = headerValue(browser.acceptLanguage);
  return {
    ...(userAgent ? { 'User-Agent': userAgent } : {}),
    ...(accept ? { Accept: accept } : {}),
    ...(acceptLanguage ? { 'Accept-Language': acceptLanguage } : {}),
    'Accept-Encoding': decodableEncodings(browser.acceptEncoding),
    'Accept-Charset': headerValue(browser.acceptCharset), // Blink accepts it empty
  };
}

/** The fields that the page measured, and the address of the connection. */
export function deviceFields(browser: Browser): Record<string, string> {
  return {
    device_timezone: oneLine(browser.timezone),
    device_capabilities: oneLine(browser.capabilities),
    device_accept_language: oneLine(browser.language),
    device_screen_resolution: oneLine(browser.screenResolution),
    remote_address: oneLine(browser.ip),
  };
}

/** Keeps printable ASCII only: a line break would let the shopper add a header, and Node refuses characters beyond Latin-1. */
function headerValue(value: string): string {
  return value
    .slice(0, LONGEST_HEADER)
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
}

function decodableEncodings(header: string): string {
  const offered = header.split(',').map((each) => each.split(';')[0]?.trim().toLowerCase() ?? '');
  return offered.filter((name) => DECODABLE.includes(name)).join(', ') || DECODABLE.join(', ');
}

function oneLine(value: string): string {
  return value.slice(0, LONGEST_DEVICE_VALUE).replace(/\p{C}/gu, '').trim();
}
