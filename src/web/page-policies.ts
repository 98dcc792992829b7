/**
 * What a page may load, run, frame and post to. Everything is forbidden, and each kind of page allows what it needs:
 *
 * - `plain`: our own styles, images and requests, and scripts that carry the response's nonce. Forms post to us.
 * - `card`: Blink's frames, since the card fields are in them. Blink's script needs no host of its own here: the nonce on
 *   its tag allows it, and it loads no other. The script adds one style element, allowed by its hash, and sizes the frames
 *   by style attributes, so those are allowed here and nowhere else.
 * - `bank`: the page's form is posted to the shopper's bank, whose hosts nobody can list, and whose answer redirects to
 *   others; `form-action` governs these redirects too. Therefore any https address is allowed, and ourselves, since the
 *   shopper returns to us. We build the form from checked data. Nothing is fetched.
 * - `wallet`: the scripts of Apple Pay and Google Pay load more scripts without our nonce, put style elements into
 *   the page, open frames and send requests to their makers; Blink's script fetches Apple's merchant session from Blink. So
 *   these hosts are allowed for scripts, frames, images and requests, and styles are allowed; inline scripts stay forbidden,
 *   since the handlers in Blink's elements are rebuilt and not run. Google's sheet is a window of its own that answers to
 *   the page, which `Cross-Origin-Opener-Policy` allows here and nowhere else.
 */
export type PageKind = 'plain' | 'card' | 'bank' | 'wallet';

export interface PolicyOptions {
  /** Origin of Blink's hosted-fields script and frames. */
  readonly gatewayUrl: string;
  /** The merchant's logo, shown on every page. */
  readonly logoUrl: string | null;
  /** True only when Blink itself is on this machine: then its bank is there, too, and uses http. */
  readonly insecureBanks: boolean;
  /** Origins of the scripts of Apple Pay and Google Pay, and of Blink's for them. */
  readonly walletOrigins?: readonly string[] | undefined;
}

/** Makes a page's policy with the response's nonce in it. */
export type PagePolicies = Readonly<Record<PageKind, (nonce: string) => string>>;

type Directives = Readonly<Record<string, readonly string[]>>;

/** The policy for responses that are no pages: JSON, redirects, files, empty answers. */
export const NO_PAGE_POLICY = policyText({
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
});

/** The hash of the style element that Blink's script puts first into the head. */
const SDK_STYLE_HASH = "'sha256-/Cam4CWx2pia7yQwii9t5BqluQdX1Fq7cgLHlF/Q3yQ='";
const LOOPBACK_BANKS = ['http://localhost:*', 'http://127.0.0.1:*'];
/** The host of the card marks on Google's button, and of the image that shows whether the shopper has an account. */
const GOOGLE_IMAGES = 'https://www.gstatic.com';
const GOOGLE_ACCOUNTS = 'https://google.com';
const NONCE = 'NONCE';

export function pagePolicies(options: PolicyOptions): PagePolicies {
  const { gatewayUrl, logoUrl, insecureBanks, walletOrigins = [] } = options;
  const plain = {
    'default-src': ["'none'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    'form-action': ["'self'"],
    'script-src': [`'nonce-${NONCE}'`],
    'style-src': ["'self'"],
    'img-src': ["'self'", ...(logoUrl === null ? [] : [new URL(logoUrl).origin])],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
  } satisfies Directives;
  const card = {
    ...plain,
    'frame-src': [gatewayUrl],
    'style-src': ["'self'", SDK_STYLE_HASH],
    'style-src-attr': ["'unsafe-inline'"],
  };
  const bank = {
    ...plain,
    'connect-src': ["'none'"],
    'form-action': ["'self'", 'https:', ...(insecureBanks ? LOOPBACK_BANKS : [])],
  };
  const wallet = {
    ...plain,
    'script-src': [...plain['script-src'], ...walletOrigins],
    'style-src': ["'self'", "'unsafe-inline'"],
    'frame-src': walletOrigins,
    'img-src': [...plain['img-src'], ...walletOrigins, GOOGLE_IMAGES],
    'connect-src': [...plain['connect-src'], ...walletOrigins, GOOGLE_ACCOUNTS],
  };
  return { plain: policy(plain), card: policy(card), bank: policy(bank), wallet: policy(wallet) };
}

function policy(directives: Directives): (nonce: string) => string {
  const [before = '', after = ''] = policyText(directives).split(NONCE);
  return (nonce) => before + nonce + after;
}

function policyText(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
