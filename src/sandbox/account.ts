/** The one merchant account of the sandbox. */
export const ACCOUNT = {
  name: 'Sandbox Shop',
  /** The page's name in Blink's own addresses. */
  slug: 'sandbox-shop',
  /** The number inside the access token; the gateway's is another one. */
  tokenMerchantId: 20_417,
  /** `merchantID` of the elements and of tokenisation. */
  gatewayMerchantId: 233_508,
} as const;

export const API = '/api/pay/v1';
