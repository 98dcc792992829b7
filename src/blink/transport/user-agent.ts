/** The User-Agent that the card-present API requires: name and version of package.json, which a test compares. */
export const USER_AGENT = 'blink-checkout/0.4.0';
