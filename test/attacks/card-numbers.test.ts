import { safeFields } from '../../src/server/log/fields';
import { summaryForEvents } from '../../src/repeat-payments/domain/summary';
import { startRig, type Rig } from '../support/rig';
import { createOrder, filledCardForm, formIn, FRICTIONLESS, post, visit } from '../support/shopper';
import { charge, comeBack, notify, openOrder, orderNow, paidOrder } from './scene';

/** One number, as people write it; none may be kept or logged in any of these ways. */
const NUMBER = '4929421234600821';
const WRITTEN = [
  NUMBER,
  '4929 4212 3460 0821',
  '4929-4212-3460-0821',
  '4929\u00a04212\u00a03460\u00a00821',
  '４９２９４２１２３４６００８２１',
  `my card is ${NUMBER} ok`,
];

/** In what was stored and logged: the digits themselves, whatever stands between them. */
const leaksIn = (text: string): boolean => text.replace(/[^\d]/g, '').includes(NUMBER);

describe('a card number typed where it does not belong', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ env: { LOG_LEVEL: 'debug' } })));
  afterAll(() => rig.stop());
  afterEach(async () => {
    expect(leaksIn(rig.log.text())).toBe(false);
    const { items } = await rig.dependencies.payments.orders.list({ limit: 100 });
    for (const order of items) {
      const history = await rig.dependencies.payments.orders.history(order.id);
      expect(leaksIn(JSON.stringify([order, history]))).toBe(false);
    }
  });

  it.each(['customer_name', 'customer_email', 'customer_address', 'customer_postcode'])(
    'as the shopper’s %s is refused, not shown again and not charged',
    async (field) => {
      for (const number of WRITTEN) {
        const order = await createOrder(rig);
        const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
        const value = field === 'customer_email' ? `${number.replace(/\s/g, '')}@shopper.example` : number;
        const answer = await post(url, { ...fields, [field]: value }, rig.origin);
        const html = await answer.text();
        expect({ number, status: answer.status }).toEqual({ number, status: 422 });
        expect(leaksIn(html.normalize('NFKC'))).toBe(false);
        expect(rig.sandbox.calls({ path: 'creditcards' })).toHaveLength(0);
      }
    },
  );

  const bank = { branch_code: '20-00-00', account_number: '5577 9911' };
  const person = { given_name: 'Ada', family_name: 'Shopper', account_holder_name: 'A Shopper' };
  const payer = { customer_name: 'Ada Shopper', customer_email: 'ada@shopper.example' };
  const WAYS = [
    ['direct_debit', 'direct-debit', { ...person, ...bank, email: 'ada@shopper.example', company_name: '' }],
    ['open_banking', 'open-banking', { ...payer, customer_address: '', customer_postcode: '' }],
    ['google_pay', 'google-pay', { ...payer, paymentToken: '{"signature":"c2ln"}' }],
  ] as const;

  it.each(WAYS)(
    'in any field of %s is not kept, and what was typed is asked for again',
    async (method, path, typed) => {
      for (const field of Object.keys(typed).filter((name) => name !== 'paymentToken')) {
        const { checkout_url } = await createOrder(rig, { payment_methods: [method] });
        const form = formIn(await visit(checkout_url), `/${path}`);
        const number = field.includes('email') ? `${NUMBER}@shopper.example` : NUMBER;
        const answer = await post(
          `${checkout_url}/${path}`,
          { ...form.fields, ...typed, [field]: number },
          rig.origin,
        );
        expect({ field, status: answer.status }).toEqual({ field, status: 422 });
        expect(leaksIn(await answer.text())).toBe(false);
      }
    },
  );

  it('in the address that a wallet fills in is left out', async () => {
    const { id, checkout_url } = await createOrder(rig, { payment_methods: ['google_pay'] });
    const form = formIn(await visit(checkout_url), '/google-pay');
    const filled = {
      ...payer,
      paymentToken: '{"signature":"c2ln"}',
      customer_address: NUMBER,
      customer_postcode: NUMBER,
    };
    await post(`${checkout_url}/google-pay`, { ...form.fields, ...filled }, rig.origin);
    const order = await rig.dependencies.payments.orders.find(id);
    expect(order?.attempts[0]?.chargedAt).not.toBeNull();
    expect(leaksIn(JSON.stringify(order))).toBe(false);
  });

  it.each([
    ['description', (number: string) => ({ description: number })],
    ['customer.name', (number: string) => ({ customer: { name: number } })],
    ['customer.email', () => ({ customer: { email: `${NUMBER}@shopper.example` } })],
    ['customer.address', (number: string) => ({ customer: { address: number } })],
  ])('as the shop’s %s is refused', async (_, body) => {
    for (const number of WRITTEN) {
      const answer = await rig.api('POST', '/orders', {
        reference: 'R',
        amount: 1099,
        currency: 'GBP',
        ...body(number),
      });
      expect(answer.status).toBe(422);
    }
  });

  it('as a later change of the order, or as the reason of a review, is refused', async () => {
    const order = await createOrder(rig);
    const changed = await rig.api('PATCH', `/orders/${order.id}`, { description: NUMBER });
    expect(changed.status).toBe(422);
    const review = { resolution: 'dismissed', reason: `the card was ${NUMBER}` };
    expect((await rig.api('POST', `/orders/${order.id}/review`, review)).status).toBe(422);
  });

  it('as a transaction, in a return, a notification or the API, is looked up and not logged', async () => {
    const target = await openOrder(rig);
    rig.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-before' });
    await charge(rig, target);
    await comeBack(target.returnUrl, { transaction_id: NUMBER });
    await notify(target.notificationUrl, { transaction_id: NUMBER });
    await rig.settle();
    await rig.api('POST', `/orders/${target.id}/transactions`, { transaction_id: NUMBER });
    expect(rig.log.text()).toContain('a transaction that is not of this payment was presented');
    expect(await orderNow(rig, target.id)).toMatchObject({ status: 'processing' });
  });

  it('in an address, a query, a header or a key is not logged', async () => {
    await fetch(`${rig.origin}/checkout/${NUMBER}`);
    await fetch(`${rig.origin}/${NUMBER}?card=${NUMBER}`, {
      headers: { 'user-agent': NUMBER, referer: NUMBER },
    });
    await rig.api('GET', `/orders?reference=${NUMBER}`);
    await rig.api(
      'POST',
      '/orders',
      { reference: 'R', amount: 1, currency: 'GBP' },
      { 'idempotency-key': NUMBER },
    );
    expect(rig.log.lines().length).toBeGreaterThan(0);
  });
});

describe('an id that reads like a card number', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ env: { LOG_LEVEL: 'debug' } })));
  afterAll(() => rig.stop());

  const warnings = (about: object) =>
    rig.log.lines().filter(({ level, msg, ...rest }) => {
      const isIt = level === 'warn' && String(msg).includes('reads like a card number');
      return isIt && Object.entries(about).every(([name, value]) => rest[name] === value);
    });
  /** Everything that the shop is told of an order without asking for it. */
  const toldOf = async (id: string) => (await rig.api('GET', `/orders/${id}/events`)).body.data;

  it.each(WRITTEN.slice(0, 5))(
    'is taken, kept as it is, and withheld from log and events: %s',
    async (id) => {
      const given = { reference: id, metadata: { note: id, 'a-1': 'x' } };
      const order = await paidOrder(rig, given);
      const answer = (await rig.api('GET', `/orders/${order.id}`)).body;
      expect(answer).toMatchObject({ ...given, status: 'paid' });
      const told = await toldOf(order.id);
      expect(told.length).toBeGreaterThan(0);
      expect(told[0].data).toMatchObject({
        reference: '[withheld]',
        metadata: { note: '[withheld]', 'a-1': 'x' },
      });
      expect(leaksIn(JSON.stringify(told).normalize('NFKC'))).toBe(false);
      expect(leaksIn(rig.log.text().normalize('NFKC'))).toBe(false);
      expect(warnings({ orderId: order.id, field: 'reference' })).toHaveLength(1);
      expect(warnings({ orderId: order.id, field: 'metadata' })).toHaveLength(1);
    },
  );

  it.each([{ [NUMBER]: 'card' }, { '4929-4212-3460-0821': 'card' }])(
    'is withheld as a name in metadata, too: %j',
    async (metadata) => {
      const order = await paidOrder(rig, { metadata });
      expect((await toldOf(order.id))[0].data.metadata).toEqual({ '[withheld]': 'card' });
      expect(warnings({ orderId: order.id, field: 'metadata' })).toHaveLength(1);
    },
  );

  it('is said when it is given later', async () => {
    const order = await createOrder(rig);
    const changed = await rig.api('PATCH', `/orders/${order.id}`, { metadata: { note: NUMBER } });
    expect(changed.status).toBe(200);
    expect(warnings({ orderId: order.id, field: 'metadata' })).toHaveLength(1);
  });

  it('is treated so for repeat payments', async () => {
    const plan = {
      type: 'fixed',
      reference: NUMBER,
      amount: 500,
      currency: 'GBP',
      frequency: 'months',
      every: 1,
    };
    const { status, body } = await rig.api('POST', '/repeat-payments', { ...plan, instalments: 3 });
    expect([status, body.reference]).toEqual([201, NUMBER]);
    expect(warnings({ repeatPaymentId: body.id, field: 'reference' })).toHaveLength(1);
    expect(summaryForEvents(await storedPlan(body.id), rig.clock.now()).reference).toBe('[withheld]');
  });
  const storedPlan = async (id: string) => {
    const found = await rig.dependencies.repeatPayments.store.find(id);
    if (!found) throw new Error(`There is no repeat payment ${id}`);
    return found;
  };

  it.each([
    '6123456789019', '1764508800000', '2026-11-30 12345678', '20261130-123456789012', '4000000000000', '4929421234600822',
    '0000000000000000', '98765432109876543210', '30.11.2026 4111', 'INV-2026-11-30-000000000001', '350000000000007',
  ])('is none of these, which nobody withholds: %s', async (id) => {
    const order = await paidOrder(rig, { reference: id, metadata: { note: id } });
    expect((await toldOf(order.id))[0].data).toMatchObject({ reference: id, metadata: { note: id } });
    expect(warnings({ orderId: order.id })).toEqual([]);
  }); // prettier-ignore

  it('is never one of ours, whatever it spells', () => {
    const spelled = [NUMBER, 'eyJhbGciOiJIUzI1NiJ9', 'pi_0123456789abcd'];
    for (const own of spelled.map((text) => `${text}-----------`.slice(0, 22)))
      for (const [name, prefix] of [
        ['orderId', 'ord'],
        ['repeatPaymentId', 'rp'],
        ['eventId', 'evt'],
      ] as const)
        expect(safeFields({ [name]: `${prefix}_${own}` })).toEqual({ [name]: `${prefix}_${own}` });
    expect(safeFields({ orderId: NUMBER })).toEqual({ orderId: '[withheld]' });
    expect(safeFields({ transactionId: `ord_${NUMBER}` })).toEqual({ transactionId: '[withheld]' });
  });
});
