/** Who we are, as the card-present API wants it told: name and version of package.json, which a test compares. */
export const USER_AGENT = 'blink-checkout/0.3.0';
