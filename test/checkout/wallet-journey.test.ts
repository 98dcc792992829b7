import { MINUTE } from '../../src/kernel/clock';
import { registerApplePayDomain } from '../../src/orders/use-cases/register-apple-pay-domain';
import { startRig, type Rig } from '../support/rig';
import {
  answerBank,
  createOrder,
  formIn,
  goToBank,
  post,
  submit,
  visit,
  type ShownPage,
} from '../support/shopper';

const TOKENS = {
  google_pay: JSON.stringify({
    signature: 'c2ln',
    intermediateSigningKey: { signedKey: '{"keyValue":"x"}', signatures: ['c2ln'] },
    protocolVersion: 'ECv2',
    signedMessage: '{"encryptedMessage":"x"}',
  }),
  apple_pay: JSON.stringify({ data: 'ZGF0YQ', signature: 'c2ln', header: {}, version: 'EC_v1' }),
} as const;
const RESOURCE = { google_pay: 'googlepay', apple_pay: 'applepay' } as const;
const PAYER = { customer_name: 'Ada Shopper', customer_email: 'ada@shopper.example' };
const MEASURED = {
  device_timezone: '0',
  device_capabilities: 'javascript',
  device_accept_language: 'en-GB',
  device_screen_resolution: '1280x800x24',
};

describe.each(['google_pay', 'apple_pay'] as const)('paying by %s', (wallet) => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const newOrder = (order: object = {}) => createOrder(rig, { payment_methods: [wallet], ...order });
  const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
  const charges = () => rig.sandbox.calls({ method: 'POST', path: RESOURCE[wallet] });

  async function confirm(checkoutUrl: string, typed: object = {}): Promise<ShownPage> {
    const page = await visit(checkoutUrl);
    const fields = { ...PAYER, ...MEASURED, paymentToken: TOKENS[wallet], ...typed };
    return submit(page, formIn(page, 'wallet-form'), fields);
  }

  it('leads to a paid order, because Blink says so', async () => {
    const order = await newOrder();
    expect((await confirm(order.checkout_url)).text).toContain('Payment received');
    expect(await orderNow(order.id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
      attempts: [{ method: wallet, status: 'captured' }],
    });
  });

  it('shows no handler of Blink’s element, and lets no script run that has no nonce or maker', async () => {
    const page = await visit((await newOrder()).checkout_url);
    expect(page.html).not.toMatch(/ on\w+="/);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'nonce-[^']+' http:\/\/127\.0\.0\.1:\d+;/);
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups');
  });

  it('sends the wallet’s token on as the text that it is, once, and keeps it nowhere', async () => {
    const order = await newOrder();
    const page = await visit(order.checkout_url);
    const { action, fields } = formIn(page, 'wallet-form');
    const posted = { ...fields, ...PAYER, ...MEASURED, paymentToken: TOKENS[wallet] };
    const url = new URL(action, page.url).href;
    await Promise.all(Array.from({ length: 20 }, () => post(url, posted, rig.origin)));
    expect(charges()).toHaveLength(1);
    const kept = JSON.stringify(await rig.dependencies.payments.orders.history(order.id)) + rig.log.text();
    expect(kept).not.toContain('c2ln');
  });

  it('says so when it is declined, and takes another try', async () => {
    const order = await newOrder({ amount: 12_000 });
    const declined = await confirm(order.checkout_url);
    expect(declined.text).toContain('Your payment was declined');
    expect(await orderNow(order.id)).toMatchObject({ status: 'open' });
    await submit(declined, formIn(declined, 'Try again'));
    expect((await visit(order.checkout_url)).html).toContain('wallet-form');
  });

  it.each([
    ['customer_name', ' ', 'Enter your name'],
    ['customer_email', 'ada', 'Enter an email address'],
    ['paymentToken', '', 'Your wallet did not confirm the payment. Nothing was charged.'],
  ])('refuses a form with a wrong %s, and charges nothing', async (name, value, sentence) => {
    const order = await newOrder();
    const again = await confirm(order.checkout_url, { [name]: value });
    expect(again.status).toBe(422);
    expect(again.text).toContain(sentence);
    expect(charges()).toHaveLength(0);
  });

  it('gives the form back when the intent ran out before the post', async () => {
    const order = await newOrder();
    const page = await visit(order.checkout_url);
    rig.advance(31 * MINUTE);
    const again = await submit(page, formIn(page, 'wallet-form'), { ...PAYER, paymentToken: TOKENS[wallet] });
    expect(again.status).toBe(409);
    expect(again.text).toContain('nothing was charged');
    expect(charges()).toHaveLength(0);
  });

  it('asks for the new amount after the order was changed', async () => {
    const order = await newOrder();
    const page = await visit(order.checkout_url);
    await rig.api('PATCH', `/orders/${order.id}`, { amount: 1500 });
    const fields = { ...PAYER, ...MEASURED, paymentToken: TOKENS[wallet] };
    const again = await submit(page, formIn(page, 'wallet-form'), fields);
    expect(again.status).toBe(409);
    expect(again.html).toContain('15.00');
    expect(again.html).not.toContain('10.99');
    expect(charges()).toHaveLength(0);
  });

  it('does not charge again when the answer is lost', async () => {
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: RESOURCE[wallet] }, { kind: 'reset-after' });
    const order = await newOrder();
    expect((await confirm(order.checkout_url)).text).toContain('We are checking your payment');
    await visit(order.checkout_url);
    expect(charges()).toHaveLength(1);
    await rig.sandbox.notifications.deliverPending();
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid' });
  });

  it('reserves money where the shop takes it later', async () => {
    const order = await newOrder({ capture: 'manual' });
    expect((await confirm(order.checkout_url)).text).toContain('Payment reserved');
    expect(await orderNow(order.id)).toMatchObject({ status: 'authorised', amount_captured: 0 });
  });
});

describe('paying by google_pay', () => {
  it('goes by the bank’s challenge when Blink asks for one', async () => {
    const rig = await startRig({ sandbox: { googlePayAnswer: 'acsform' } });
    const order = await createOrder(rig, { payment_methods: ['google_pay'] });
    const page = await visit(order.checkout_url);
    const fields = { ...PAYER, ...MEASURED, paymentToken: TOKENS.google_pay };
    const bank = await goToBank(await submit(page, formIn(page, 'wallet-form'), fields));
    expect((await answerBank(bank, 'Approve')).text).toContain('Payment received');
    await rig.stop();
  });
});

describe('the domain for Apple Pay', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const FILE = '/.well-known/apple-developer-merchantid-domain-association';
  const fileHere = () => fetch(rig.origin + FILE);

  it('gives Apple the file of Blink, asked for once', async () => {
    const theirs = await (await fetch(rig.sandboxOrigin + FILE)).text();
    const answers = await Promise.all([fileHere(), fileHere(), fileHere()]);
    rig.advance(60 * MINUTE);
    const last = await fileHere();
    expect(last.headers.get('content-type')).toContain('text/plain');
    for (const answer of [...answers, last]) expect(await answer.text()).toBe(theirs);
    expect(rig.log.text().split('GET the Apple Pay domain file')).toHaveLength(2);
  });

  it.each([
    ['an error', { kind: 'status', status: 500 }],
    ['a page', { kind: 'status', status: 200, body: '<html>Sorry</html>' }],
  ] as const)('keeps no answer that is %s, and asks again after a while', async (_, fault) => {
    rig.sandbox.breakNext({ method: 'GET', path: FILE }, fault);
    expect((await fileHere()).status).toBeGreaterThanOrEqual(500);
    expect((await fileHere()).status).toBeGreaterThanOrEqual(500);
    rig.advance(2 * MINUTE);
    expect((await fileHere()).status).toBe(200);
  });

  it('is registered by the command, once its file is found', async () => {
    const { blink } = rig.dependencies.payments;
    await registerApplePayDomain(blink, rig.origin);
    expect(rig.sandbox.calls({ method: 'POST', path: 'applepay/domains' })).toHaveLength(1);
  });

  it('is not registered where the file is missing, nor when Blink says no', async () => {
    const { blink } = rig.dependencies.payments;
    await expect(registerApplePayDomain(blink, `${rig.sandboxOrigin}/elsewhere`)).rejects.toThrow(
      'does not give Apple’s file'.replace('’', "'"),
    );
    rig.sandbox.breakNext(
      { method: 'POST', path: 'applepay/domains' },
      { kind: 'status', status: 200, body: { success: false, message: 'Domain was not verified' } },
    );
    await expect(registerApplePayDomain(blink, rig.origin)).rejects.toThrow('Domain was not verified');
  });
});
