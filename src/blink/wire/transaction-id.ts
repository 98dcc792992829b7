const TRANSACTION_ID = /^[0-9A-Za-z-]{1,64}$/;

/** Ids are treated as opaque: card ids grew a suffix, and the portal's look different again. Every accepted id is safe in a path. */
export function isTransactionId(text: string): boolean {
  return TRANSACTION_ID.test(text);
}

export function looksLikeBlinkId(text: string): boolean {
  return text.startsWith('BL-') && isTransactionId(text);
}
