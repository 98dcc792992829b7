const TRANSACTION_ID = /^[0-9A-Za-z-]{1,64}$/;

/** Opaque on purpose: card ids grew a suffix, portal ids look different again. Everything it admits is safe in a path. */
export function isTransactionId(text: string): boolean {
  return TRANSACTION_ID.test(text);
}

export function looksLikeBlinkId(text: string): boolean {
  return text.startsWith('BL-') && isTransactionId(text);
}
