/** One round of form decoding: `+` is a space. Null when the percent signs make no sense. */
export function urlDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return null;
  }
}

/**
 * A word or a sentence however often it was encoded: Blink encodes the values of a return address twice, so that
 * `Pending%2BSubmission` is left after one decoding. What makes no sense as an encoding stays as it is.
 */
export function fullyDecoded(value: string): string {
  const once = urlDecoded(value) ?? value;
  return urlDecoded(once) ?? once;
}
