import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { startRig, API_KEY, type Rig } from '../support/rig';
import { CHALLENGED, createOrder, FRICTIONLESS, goToBank, payByCard, post } from '../support/shopper';
import { agree, createRepeatPayment, running, sendCard } from '../repeat-payments/pages/customer';
import { charge, openOrder, paidOrder, waitingOrder } from './scene';
import { attributeOf, pageElements } from './skeleton';

const HTML = { accept: 'text/html,application/xhtml+xml' };

/** A store that breaks in the middle of a request for one token, as a bug would. */
class BreakableStore extends MemoryOrderStore {
  override findByToken(token: string) {
    if (token === 'breaks') throw new Error('a fault of ours with a secret in it');
    return super.findByToken(token);
  }
}

const PLAIN = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'object-src': ["'none'"],
  'frame-ancestors': ["'none'"],
  'form-action': ["'self'"],
  'script-src': ["'nonce-NONCE'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
};
const NO_PAGE = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};
const cardPolicy = (blink: string) => ({
  ...PLAIN,
  'frame-src': [blink],
  'style-src': ["'self'", "'sha256-/Cam4CWx2pia7yQwii9t5BqluQdX1Fq7cgLHlF/Q3yQ='"],
  'style-src-attr': ["'unsafe-inline'"],
});
/** Loopback is open only because this Blink is on loopback, too. */
const BANK = {
  ...PLAIN,
  'connect-src': ["'none'"],
  'form-action': ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
};

type Kind = 'plain' | 'card' | 'bank' | 'no page' | 'file';
interface Seen {
  readonly status: number;
  readonly kind: Kind;
  readonly get: (rig: Rig) => Promise<Response>;
}

const at =
  (path: string, init: RequestInit = {}) =>
  (rig: Rig) =>
    fetch(rig.origin + path, { headers: HTML, redirect: 'manual', ...init });
const page = (url: string, init: RequestInit = {}) =>
  fetch(url, { headers: HTML, redirect: 'manual', ...init });
const api =
  (path: string, init: RequestInit = {}, headers: Record<string, string> = {}) =>
  (rig: Rig) =>
    fetch(`${rig.origin}/api/v1${path}`, {
      ...init,
      headers: {
        ...HTML,
        authorization: `Bearer ${API_KEY}`,
        'content-type': 'application/json',
        ...headers,
      },
    });
const form = (rig: Rig, url: string, fields: Record<string, string>) => post(url, fields, rig.origin);

/** Every kind of answer there is, by what brings it about. */
const ANSWERS: Readonly<Record<string, Seen>> = {
  'the card form': {
    status: 200,
    kind: 'card',
    get: async (rig) => page((await createOrder(rig)).checkout_url),
  },
  'the way to the bank': {
    status: 200,
    kind: 'bank',
    get: async (rig) => {
      const order = await openOrder(rig);
      await charge(rig, order, CHALLENGED);
      return page(`${order.checkout_url}/bank`);
    },
  },
  'continue at your bank': {
    status: 200,
    kind: 'plain',
    get: async (rig) => {
      const order = await openOrder(rig);
      await charge(rig, order, CHALLENGED);
      return page(order.checkout_url);
    },
  },
  'being checked': {
    status: 200,
    kind: 'plain',
    get: async (rig) => page((await waitingOrder(rig)).checkout_url),
  },
  'the receipt': {
    status: 200,
    kind: 'plain',
    get: async (rig) => page((await paidOrder(rig)).checkout_url),
  },
  declined: {
    status: 200,
    kind: 'plain',
    get: async (rig) => {
      rig.sandbox.nextPayment({ outcome: 'declined' });
      const order = await openOrder(rig);
      await charge(rig, order);
      return page(order.checkout_url);
    },
  },
  cancelled: {
    status: 200,
    kind: 'plain',
    get: async (rig) => {
      const order = await createOrder(rig);
      await rig.api('POST', `/orders/${order.id}/cancel`);
      return page(order.checkout_url);
    },
  },
  'the plan of a repeat payment': {
    status: 200,
    kind: 'card',
    get: async (rig) => page((await createRepeatPayment(rig)).checkout_url),
  },
  'a form to agree with, without a card': {
    status: 422,
    kind: 'card',
    get: async (rig) => form(rig, `${(await createRepeatPayment(rig)).checkout_url}/card`, {}),
  },
  'the way to the bank of a repeat payment': {
    status: 200,
    kind: 'bank',
    get: async (rig) => {
      const { checkout_url } = await createRepeatPayment(rig);
      await sendCard(rig, checkout_url);
      return page(`${checkout_url}/bank`);
    },
  },
  'a repeat payment that waits at the bank': {
    status: 200,
    kind: 'plain',
    get: async (rig) => {
      const { checkout_url } = await createRepeatPayment(rig);
      await sendCard(rig, checkout_url);
      return page(checkout_url);
    },
  },
  'a repeat payment that was declined': {
    status: 200,
    kind: 'plain',
    get: async (rig) => {
      const { checkout_url } = await createRepeatPayment(rig);
      await agree(rig, checkout_url, 'Refuse');
      return page(checkout_url);
    },
  },
  'repeat payments that run': {
    status: 200,
    kind: 'plain',
    get: async (rig) => page((await running(rig)).checkout_url),
  },
  'the form for another card': {
    status: 200,
    kind: 'card',
    get: async (rig) => page(`${(await running(rig)).checkout_url}/new-card`),
  },
  'another card that did not come': {
    status: 422,
    kind: 'card',
    get: async (rig) => form(rig, `${(await running(rig)).checkout_url}/new-card`, {}),
  },
  'the state of a repeat payment': {
    status: 200,
    kind: 'no page',
    get: async (rig) => page(`${(await createRepeatPayment(rig)).checkout_url}/state`),
  },
  'no such repeat payment': { status: 404, kind: 'plain', get: at('/repeat-payments/nothing') },
  'a form of another site, for a repeat payment': {
    status: 403,
    kind: 'plain',
    get: at('/repeat-payments/nothing/new-card', {
      method: 'POST',
      headers: { ...HTML, origin: 'https://evil.example' },
    }),
  },
  'no such payment': { status: 404, kind: 'plain', get: at('/checkout/nothing') },
  'no such address': { status: 404, kind: 'plain', get: at('/nothing/here') },
  'a wrong method': { status: 404, kind: 'plain', get: at('/checkout/nothing', { method: 'DELETE' }) },
  'an address that cannot be read': { status: 400, kind: 'plain', get: at('/checkout/%E0%A4%A') },
  'a return with a wrong capability': { status: 404, kind: 'plain', get: at('/return/ord_x/att_x/wrong') },
  'a return': {
    status: 303,
    kind: 'no page',
    get: async (rig) => page((await openOrder(rig)).returnUrl),
  },
  'a form of another site': {
    status: 403,
    kind: 'plain',
    get: at('/checkout/nothing/card', {
      method: 'POST',
      headers: { ...HTML, origin: 'https://evil.example' },
    }),
  },
  'a form without a card': {
    status: 422,
    kind: 'card',
    get: async (rig) => form(rig, `${(await openOrder(rig)).checkout_url}/card`, { customer_name: 'A' }),
  },
  'a form of an old page': {
    status: 409,
    kind: 'card',
    get: async (rig) =>
      form(rig, `${(await openOrder(rig)).checkout_url}/card`, {
        ...{ attempt_id: 'att_old', customer_name: 'A', customer_email: 'a@b.example', paymentToken: 'x' },
      }),
  },
  'a form that is too large': {
    status: 413,
    kind: 'plain',
    get: async (rig) => form(rig, `${(await createOrder(rig)).checkout_url}/card`, { x: 'y'.repeat(70_000) }),
  },
  'a form of another type': {
    status: 415,
    kind: 'plain',
    get: async (rig) =>
      page(`${(await createOrder(rig)).checkout_url}/card`, {
        method: 'POST',
        headers: { ...HTML, origin: rig.origin, 'content-type': 'text/plain' },
        body: 'x',
      }),
  },
  'a press of a button': {
    status: 303,
    kind: 'no page',
    get: async (rig) => form(rig, `${(await createOrder(rig)).checkout_url}/check`, {}),
  },
  'a fault of ours': { status: 500, kind: 'plain', get: at('/checkout/breaks') },
  'Blink out of reach': {
    status: 503,
    kind: 'plain',
    get: async (rig) => {
      const order = await createOrder(rig);
      rig.sandbox.breakNext({ method: 'POST', path: '/intents' }, { kind: 'html' });
      return page(order.checkout_url);
    },
  },
  'the state of a payment': {
    status: 200,
    kind: 'no page',
    get: async (rig) => page(`${(await createOrder(rig)).checkout_url}/state`),
  },
  'a renewed form': {
    status: 200,
    kind: 'no page',
    get: async (rig) => form(rig, `${(await createOrder(rig)).checkout_url}/renew`, {}),
  },
  'a notification': {
    status: 200,
    kind: 'no page',
    get: async (rig) => page((await openOrder(rig)).notificationUrl, { method: 'POST' }),
  },
  'a forged notification': {
    status: 404,
    kind: 'no page',
    get: at('/notifications/ord_x/att_x/wrong', { method: 'POST' }),
  },
  'an answer of the API': { status: 200, kind: 'no page', get: api('/orders') },
  'a call without a key': {
    status: 401,
    kind: 'no page',
    get: api('/orders', {}, { authorization: '' }),
  },
  'an order that is not there': { status: 404, kind: 'no page', get: api('/orders/ord_nothing') },
  'an order that is refused': {
    status: 422,
    kind: 'no page',
    get: api('/orders', { method: 'POST', body: '{}' }),
  },
  'a call that is not JSON': {
    status: 400,
    kind: 'no page',
    get: api('/orders', { method: 'POST', body: '{' }),
  },
  'a call that is too large': {
    status: 413,
    kind: 'no page',
    get: api('/orders', { method: 'POST', body: JSON.stringify({ reference: 'x'.repeat(70_000) }) }),
  },
  'a probe': { status: 200, kind: 'no page', get: at('/healthz') },
  'a readiness probe': { status: 200, kind: 'no page', get: at('/readyz') },
  'a file': {
    status: 200,
    kind: 'file',
    get: async (rig) => {
      const [script] = pageElements(await (await page((await createOrder(rig)).checkout_url)).text()).filter(
        ({ tagName }) => tagName === 'script',
      );
      return at(attributeOf(script!, 'src') ?? '')(rig);
    },
  },
  'a file that is not there': { status: 404, kind: 'plain', get: at('/static/nothing.js') },
};

const nonces: string[] = [];

describe('the headers of', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ replace: () => ({ orders: new BreakableStore() }) })));
  afterEach(() => rig.sandbox.mend());
  afterAll(() => rig.stop());

  it.each(Object.entries(ANSWERS))('%s', async (_, { status, kind, get }) => {
    const answer = await get(rig);
    const body = await answer.text();
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-permitted-cross-domain-policies': 'none',
      'cache-control': kind === 'file' ? expect.stringContaining('immutable') : 'no-store',
    });
    for (const name of ['x-powered-by', 'server', 'set-cookie', 'access-control-allow-origin'])
      expect(answer.headers.get(name)).toBeNull();

    const policy = answer.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1] ?? '';
    const expected = {
      plain: PLAIN,
      card: cardPolicy(rig.sandboxOrigin),
      bank: BANK,
      'no page': NO_PAGE,
      file: NO_PAGE,
    };
    expect(parsedPolicy(policy.replace(/'nonce-[\w-]+'/, "'nonce-NONCE'"))).toEqual(expected[kind]);
    if (kind === 'no page' || kind === 'file') return;

    nonces.push(nonce);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const element of pageElements(body)) {
      if (element.tagName === 'script') expect(attributeOf(element, 'nonce')).toBe(nonce);
      if (element.tagName === 'script') expect(attributeOf(element, 'src')).not.toBeNull();
      expect(element.attrs.filter(({ name }) => name.startsWith('on') || name === 'style')).toEqual([]);
    }
  });

  it('no two pages allow the same scripts', async () => {
    for (let more = 0; more < 100; more += 1) {
      const policy = (await at('/nothing')(rig)).headers.get('content-security-policy') ?? '';
      nonces.push(/'nonce-([\w-]+)'/.exec(policy)?.[1] ?? '');
    }
    expect(new Set(nonces).size).toBe(nonces.length);
    for (const nonce of nonces) expect(Buffer.from(nonce, 'base64url')).toHaveLength(16);
  });

  it('no fault of ours tells what went wrong', async () => {
    for (const headers of [HTML, { accept: 'application/json' }]) {
      const answer = await at('/checkout/breaks', { headers })(rig);
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toMatch(/a fault of ours|secret|\.ts|node_modules|at .*\d+:\d+/);
    }
  });
});

describe('where shoppers reach us by https', () => {
  it('every answer says so for a year', async () => {
    const rig = await startRig({ env: { PUBLIC_URL: 'https://pay.example', BLINK_TEST_MODE: 'on' } });
    for (const path of ['/nothing', '/healthz', '/checkout/x', '/api/v1/orders', '/checkout/%E0%A4%A']) {
      const answer = await at(path)(rig);
      expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
    }
    await rig.stop();
  });
});

describe('the way through a payment', () => {
  it('sets no cookie, and no secret of another place is in its addresses', async () => {
    const rig = await startRig();
    const order = await createOrder(rig);
    const bankPage = await payByCard(rig, order.checkout_url, CHALLENGED);
    const bank = await goToBank(bankPage);
    expect([bankPage.headers.get('set-cookie'), bank.headers.get('set-cookie')]).toEqual([null, null]);
    expect(bankPage.url).toBe(`${order.checkout_url}/bank`);
    const paid = await payByCard(rig, (await createOrder(rig)).checkout_url, FRICTIONLESS);
    expect(new URL(paid.url).search).toBe('');
    await rig.stop();
  });
});

function parsedPolicy(policy: string): Record<string, string[]> {
  return Object.fromEntries(
    policy.split(/;\s*/).map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}
