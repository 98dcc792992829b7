/** One round of form decoding: `+` is a space. Null when the percent signs make no sense. */
export function urlDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return null;
  }
}

/**
 * A value of a return address after the one decoding that every query parser does. Blink encodes its
 * values twice, so `Pending+Submission` or `Pending%20Submission` may be left.
 */
export function fullyDecoded(value: string): string {
  return (/[%+]/.test(value) ? urlDecoded(value) : value) ?? value;
}
