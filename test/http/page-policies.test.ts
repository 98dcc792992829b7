import { NO_PAGE_POLICY, type PageKind, pagePolicies, type PolicyOptions } from '../../src/web/page-policies';

const KINDS: readonly PageKind[] = ['plain', 'card', 'bank', 'wallet'];
const WALLETS = ['https://pay.google.com', 'https://applepay.cdn-apple.com'];
const GATEWAY = 'https://gateway2.blinkpayment.co.uk';

function directives(kind: PageKind, options: Partial<PolicyOptions> = {}): Record<string, string[]> {
  const policies = pagePolicies({ gatewayUrl: GATEWAY, logoUrl: null, insecureBanks: false, ...options });
  return parsed(policies[kind]('the-nonce'));
}

function parsed(policy: string): Record<string, string[]> {
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

describe.each(KINDS)('a %s page', (kind) => {
  it('shuts what it does not open', () => {
    expect(directives(kind)).toMatchObject({
      'default-src': ["'none'"],
      'base-uri': ["'none'"],
      'object-src': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
  });

  it('runs only scripts that carry the nonce of its response, and those of the wallets where there are some', () => {
    const policy = directives(kind, { walletOrigins: WALLETS });
    const others = kind === 'wallet' ? WALLETS : [];
    expect(policy['script-src']).toEqual(["'nonce-the-nonce'", ...others]);
    expect(policy).not.toHaveProperty('script-src-attr');
    expect(policy).not.toHaveProperty('script-src-elem');
  });

  it('shows the merchant’s logo, from its origin', () => {
    const policy = directives(kind, { logoUrl: 'https://cdn.example.com/shop/logo.svg?v=1' });
    expect(policy['img-src']).toContain('https://cdn.example.com');
  });
});

describe('what a page opens', () => {
  it.each(['plain', 'card'] as const)('is no other place for the forms of a %s page than ours', (kind) => {
    expect(directives(kind)['form-action']).toEqual(["'self'"]);
  });

  it('is nothing more than the plain page opens, but for what is listed here', () => {
    const plain = directives('plain');
    const widened = (kind: PageKind, options: Partial<PolicyOptions> = {}) =>
      Object.fromEntries(
        Object.entries(directives(kind, options)).filter(
          ([name, sources]) => String(sources) !== String(plain[name]),
        ),
      );
    expect(widened('card')).toEqual({
      'frame-src': [GATEWAY],
      'style-src': ["'self'", "'sha256-/Cam4CWx2pia7yQwii9t5BqluQdX1Fq7cgLHlF/Q3yQ='"],
      'style-src-attr': ["'unsafe-inline'"],
    });
    expect(widened('bank')).toEqual({ 'connect-src': ["'none'"], 'form-action': ["'self'", 'https:'] });
    expect(widened('bank', { insecureBanks: true })['form-action']).toEqual([
      "'self'",
      'https:',
      'http://localhost:*',
      'http://127.0.0.1:*',
    ]);
  });

  it('is for a wallet its maker’s scripts, frames and requests, and styles', () => {
    const widened = Object.fromEntries(
      Object.entries(directives('wallet', { walletOrigins: WALLETS })).filter(
        ([name, sources]) => String(sources) !== String(directives('plain')[name]),
      ),
    );
    expect(widened).toEqual({
      'script-src': ["'nonce-the-nonce'", ...WALLETS],
      'style-src': ["'self'", "'unsafe-inline'"],
      'frame-src': WALLETS,
      'img-src': ["'self'", ...WALLETS, 'https://www.gstatic.com'],
      'connect-src': ["'self'", ...WALLETS, 'https://google.com'],
    });
  });

  it('never includes inline scripts or code made from text', () => {
    for (const kind of KINDS) expect(directives(kind)['script-src']?.join()).not.toMatch(/unsafe|https?:|\*/);
  });
});

describe('what is no page', () => {
  it('may load, frame and post nothing', () => {
    expect(parsed(NO_PAGE_POLICY)).toEqual({
      'default-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
  });
});
