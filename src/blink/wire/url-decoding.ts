/** Decodes a form's value once: `+` is a space. Null when the percent signs make no sense. */
export function urlDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return null;
  }
}

/**
 * Decodes a word or a sentence however often it was encoded: Blink encodes the values of a return address twice, so that
 * `Pending%2BSubmission` is left after one decoding. A text that is no valid encoding stays as it is.
 */
export function fullyDecoded(value: string): string {
  const once = urlDecoded(value) ?? value;
  return urlDecoded(once) ?? once;
}
