import { startRig, type Rig } from '../support/rig';
import { filledCardForm, FRICTIONLESS, post, visit } from '../support/shopper';
import { everythingAbout, openOrder, orderNow, paidOrder, transactionOf, type Target } from './scene';

/** Fields of Blink's element, of ours, and of nobody's, with what a shopper with an inspector may make of them. */
const TAMPERED: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['raw_amount', { raw_amount: '0.01' }],
  ['amount', { amount: '1' }],
  ['amount in pounds', { amount: '0.01', currency: 'GBP' }],
  ['currency', { currency: 'JPY' }],
  ['the gateway’s merchant', { merchantID: '1' }],
  ['resource', { resource: 'refunds' }],
  ['type: a moto payment, without 3DS', { type: '2' }],
  ['type: any', { type: 'VERIFY' }],
  ['transaction_unique', { transaction_unique: 'of-another-order' }],
  ['merchant_data', { merchant_data: '{"nonce":"mine","order_id":"ord_other"}' }],
  ['transaction_type', { transaction_type: 'CREDIT', delay_capture_days: '30' }],
  ['addresses of ours', { return_url: 'https://evil.example', notification_url: 'https://evil.example' }],
  ['the state of the order', { status: 'paid', state: 'captured', needs_review: '', paid: 'true' }],
  ['another order', { order_id: 'ord_other', token: 'other', orderId: 'ord_other' }],
  ['an address of the connection', { remote_address: '10.0.0.1', device_ip_address: '10.0.0.1' }],
];

describe('a card form that was tampered with', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ sandbox: { rawAmountCounts: true } })));
  beforeEach(() => rig.sandbox.forgetCalls());
  afterAll(() => rig.stop());

  const charges = () => rig.sandbox.calls({ method: 'POST', path: 'creditcards' });
  const attemptOf = async (orderId: string) => {
    const order = await rig.dependencies.payments.orders.find(orderId);
    return order!.attempts.at(-1)!;
  };

  it.each(TAMPERED)('in %s charges what is stored, on the stored intent', async (_, changed) => {
    const order = await openOrder(rig);
    const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
    const answer = await post(url, { ...fields, ...changed }, rig.origin);
    expect(answer.status).toBe(303);
    await rig.settle();

    expect(await orderNow(rig, order.id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      currency: 'GBP',
    });
    const { intent, nonce } = await attemptOf(order.id);
    const entry = transactionOf(rig, order);
    expect(entry).toMatchObject({
      amount: 1099,
      currency: 'GBP',
      intentId: intent.id,
      reference: intent.transactionUnique,
      returnUrl: order.returnUrl,
    });
    expect(JSON.parse(entry.merchantData ?? '')).toEqual({ order_id: order.id, nonce });
    expect(JSON.stringify(entry)).not.toContain('10.0.0.1');
  });

  it.each(['payment_intent', 'attempt_id', 'both'])(
    'with the %s of another, cheaper order charges neither that one nor too little',
    async (which) => {
      const cheap = await openOrder(rig, { amount: 101 });
      const dear = await openOrder(rig, { amount: 2499 });
      const { url, fields } = await filledCardForm(rig, dear.checkout_url, FRICTIONLESS);
      const stolen = {
        ...(which === 'attempt_id' ? {} : { payment_intent: cheap.attempt.intent.reference }),
        ...(which === 'payment_intent' ? {} : { attempt_id: cheap.attempt.id }),
      };
      const before = await everythingAbout(rig, cheap.id);
      await post(url, { ...fields, ...stolen }, rig.origin);
      await rig.settle();

      expect(await everythingAbout(rig, cheap.id)).toEqual(before);
      if (which === 'payment_intent') expect(transactionOf(rig, dear)).toMatchObject({ amount: 2499 });
      else expect(charges()).toHaveLength(0);
    },
  );

  it('sent to another order’s address charges that order’s own amount or nothing', async () => {
    const cheap = await openOrder(rig, { amount: 101 });
    const dear = await openOrder(rig, { amount: 2499 });
    const { fields } = await filledCardForm(rig, cheap.checkout_url, FRICTIONLESS);
    const answer = await post(`${dear.checkout_url}/card`, fields, rig.origin);
    expect(answer.status).toBe(409);
    expect(charges()).toHaveLength(0);
  });

  it.each([
    ['every field twice', (body: string) => `${body}&${body}`],
    ['the attempt twice', (body: string) => `${body}&attempt_id=att_other`],
    ['the card twice', (body: string) => `${body}&paymentToken=other`],
    ['fields as lists', (body: string) => body.replace('attempt_id=', 'attempt_id[]=')],
    ['fields as objects', (body: string) => body.replace('attempt_id=', 'attempt_id[$ne]=')],
    ['__proto__', (body: string) => `${body}&__proto__=x`],
    ['constructor', (body: string) => `${body}&constructor=x`],
    [
      '__proto__ inside a field',
      (body: string) => `${body}&__proto__[attempt_id]=x&customer_name[__proto__]=x`,
    ],
    ['1,001 fields', (body: string) => body + '&x=1'.repeat(1_001)],
    ['65 KB', (body: string) => `${body}&x=${'y'.repeat(65 * 1024)}`],
    ['nothing', () => ''],
  ])('with %s charges once at most, the stored amount, and breaks nothing', async (_, tamper) => {
    const order = await openOrder(rig);
    const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html',
        origin: rig.origin,
      },
      body: tamper(new URLSearchParams(fields).toString()),
      redirect: 'manual',
    });
    await rig.settle();
    expect([303, 400, 409, 413, 422]).toContain(answer.status);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(charges().length).toBe(answer.status === 303 ? 1 : 0);
    if (answer.status === 303) expect(transactionOf(rig, order)).toMatchObject({ amount: 1099 });
  });

  it.each(['application/json', 'multipart/form-data; boundary=x', 'text/plain', 'application/xml'])(
    'sent as %s is refused',
    async (type) => {
      const order = await openOrder(rig);
      const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
      const headers = { 'content-type': type, origin: rig.origin };
      const answer = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify(fields),
        redirect: 'manual',
      });
      expect(answer.status).toBe(415);
      expect(charges()).toHaveLength(0);
    },
  );

  it('of an order that is paid, from a tab left open, charges nothing and shows the receipt', async () => {
    const order = await openOrder(rig);
    const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
    await post(url, fields, rig.origin);
    for (let again = 0; again < 3; again += 1) await post(url, fields, rig.origin);
    expect(charges()).toHaveLength(1);
    expect((await visit(order.checkout_url)).text).toContain('Payment received');
  });

  it('whose amount the shop has changed meanwhile never charges what the page did not show', async () => {
    const order = await openOrder(rig);
    const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
    rig.sandbox.breakNext({ method: 'PATCH', path: '/intents/' }, { kind: 'html' });
    expect((await rig.api('PATCH', `/orders/${order.id}`, { amount: 2000 })).status).toBe(200);
    const answer = await post(url, fields, rig.origin);
    expect(answer.status).toBe(409);
    expect(charges()).toHaveLength(0);
    expect(await answer.text()).toContain('£20.00');
  });
});

describe('a form on our own page, as the browser finds', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterAll(() => rig.stop());

  it.each(['null', 'https://pay-by-another-name.example'])(
    'pays although its origin is %s',
    async (origin) => {
      const order = await openOrder(rig);
      const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          origin,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
      expect(answer.status).toBe(303);
      expect(await orderNow(rig, order.id)).toMatchObject({ status: 'paid' });
    },
  );

  it('leads to itself at our own address where it is refused', async () => {
    const order = await openOrder(rig);
    const headers = { accept: 'text/html', origin: 'http://10.0.0.7:3000' };
    const answer = await fetch(`${order.checkout_url}/card`, { method: 'POST', headers });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain(`href="${order.checkout_url}"`);
  });
});

describe('a shopper’s page that another site posts to', () => {
  let rig: Rig;
  let target: Target;
  beforeAll(async () => {
    rig = await startRig();
    target = await paidOrder(rig);
  });
  afterAll(() => rig.stop());

  const ACTIONS = [
    ...['card', 'direct-debit', 'open-banking', 'apple-pay', 'google-pay'],
    ...['retry', 'renew', 'abandon', 'check'],
  ];
  const FOREIGN: readonly (readonly [string, Record<string, string>])[] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that begins like ours', { origin: 'OURS.evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another site, by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['our origin, contradicted', { origin: 'OURS', 'sec-fetch-site': 'cross-site' }],
    ['nowhere', {}],
  ];

  it.each(FOREIGN)('from %s is refused, at every address that acts', async (_, headers) => {
    const before = await everythingAbout(rig, target.id);
    for (const action of ACTIONS) {
      const answer = await fetch(`${target.checkout_url}/${action}`, {
        method: 'POST',
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, value.replace('OURS', rig.origin)]),
        ),
        redirect: 'manual',
      });
      expect({ action, status: answer.status }).toEqual({ action, status: 403 });
    }
    expect(await everythingAbout(rig, target.id)).toEqual(before);
  });
});
