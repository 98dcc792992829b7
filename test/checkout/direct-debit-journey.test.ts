import { DAY, HOUR, SECOND } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { createOrder, formIn, post, submit, visit, type ShownPage } from '../support/shopper';

const PAYER = {
  given_name: 'Ada',
  family_name: 'Shopper',
  company_name: '',
  email: 'ada@shopper.example',
  account_holder_name: 'A Shopper',
  branch_code: '20-00-00',
  account_number: '5577 9911',
};

describe('paying by direct debit', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const newOrder = (order: object = {}) =>
    createOrder(rig, { payment_methods: ['direct_debit'], expires_in: 3_600, ...order });
  const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
  const eventsOf = async (id: string): Promise<string[]> =>
    (await rig.api('GET', `/orders/${id}/events`)).body.data.map(({ type }: { type: string }) => type);
  const charges = () => rig.sandbox.calls({ method: 'POST', path: 'directdebits' });
  const debit = () => rig.sandbox.ledger()[0]?.id ?? '';

  async function setUp(checkoutUrl: string, typed: object = {}): Promise<ShownPage> {
    const page = await visit(checkoutUrl);
    return submit(page, formIn(page, 'direct-debit-form'), { ...PAYER, ...typed });
  }

  /** Through the clearing days, with the notifications of each. */
  async function pass(milliseconds: number): Promise<void> {
    rig.advance(milliseconds);
    await rig.settle();
  }

  it('says honestly that it is set up and not paid, to shopper and shop', async () => {
    const order = await newOrder();
    const page = await setUp(order.checkout_url);
    expect(page.text).toContain('Your Direct Debit is set up');
    expect(page.text).toContain('£10.99');
    expect(page.text).toContain('your bank may still refuse the collection');
    expect(page.text).not.toContain('Payment received');
    expect(await orderNow(order.id)).toMatchObject({
      status: 'processing',
      amount_captured: 0,
      needs_review: null,
      attempts: [{ method: 'direct_debit', status: 'pending' }],
    });
    expect(await eventsOf(order.id)).toEqual(['order.processing']);
  });

  it('is money when it is paid out, days after the order’s own time was over', async () => {
    const order = await newOrder();
    await setUp(order.checkout_url);
    await pass(DAY + HOUR);
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
    await pass(3 * DAY);
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
    await pass(2 * DAY);
    expect(await orderNow(order.id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
    });
    expect((await visit(order.checkout_url)).text).toContain('Payment received');
    expect(await eventsOf(order.id)).toEqual(['order.processing', 'order.paid']);
  });

  it('is found out by the sweep when no notification ever comes', async () => {
    rig.sandbox.notifications.withhold(true);
    const order = await newOrder();
    await setUp(order.checkout_url);
    for (let day = 0; day < 8; day++) {
      rig.advance(DAY);
      await rig.sweep();
    }
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid', needs_review: null });
  });

  it('is money when it is confirmed, where the merchant says so, and reversed when it then fails', async () => {
    await rig.stop();
    rig = await startRig({ env: { DIRECT_DEBIT_PAID_AT: 'confirmed' } });
    const order = await newOrder();
    await setUp(order.checkout_url);
    await pass(DAY + HOUR);
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing' });
    await pass(3 * DAY);
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });

    rig.sandbox.portal.failDebit(debit());
    await pass(6 * SECOND); // notices of one payment wait a moment for each other
    await pass(6 * SECOND);
    expect(await orderNow(order.id)).toMatchObject({
      status: 'reversed',
      amount_reversed: 1099,
      attempts: [{ reversal_reason: 'failed' }],
    });
    expect(await eventsOf(order.id)).toEqual(['order.processing', 'order.paid', 'order.reversed']);
  });

  it.each(['failDebit', 'cancelDebit'] as const)(
    'leaves the order open again, with an event, after %s at the bank',
    async (action) => {
      const order = await newOrder({ expires_in: 30 * 86_400 });
      await setUp(order.checkout_url);
      rig.sandbox.portal[action](debit());
      await rig.settle();
      expect(await orderNow(order.id)).toMatchObject({ status: 'open', amount_captured: 0 });
      expect(await eventsOf(order.id)).toEqual(['order.processing', 'order.payment_failed']);

      const told = await visit(order.checkout_url);
      expect(told.text).toContain('Your Direct Debit was not paid');
      expect(told.text).not.toContain('card');
      await submit(told, formIn(told, 'Try another account'));
      expect((await setUp(order.checkout_url)).text).toContain('Your Direct Debit is set up');
      expect(charges()).toHaveLength(2);
    },
  );

  it('is reversed when it is charged back after it was paid out', async () => {
    const order = await newOrder();
    await setUp(order.checkout_url);
    await pass(8 * DAY);
    rig.sandbox.portal.chargeBack(debit());
    await rig.settle();
    await pass(6 * SECOND); // notices of one payment wait a moment for each other
    expect(await orderNow(order.id)).toMatchObject({ status: 'reversed', amount_reversed: 1099 });
    expect((await visit(order.checkout_url)).text).toContain('This payment was taken back');
    expect(await eventsOf(order.id)).toEqual(['order.processing', 'order.paid', 'order.reversed']);
  });

  it('offers nothing else and collects nothing twice while it clears', async () => {
    const order = await newOrder();
    const page = await visit(order.checkout_url);
    const form = formIn(page, 'direct-debit-form');
    await submit(page, form, PAYER);
    const again = await submit(page, form, PAYER);
    expect(again.text).toContain('Your Direct Debit is set up');
    expect((await visit(`${order.checkout_url}/direct-debit`)).text).toContain('Your Direct Debit is set up');
    expect(charges()).toHaveLength(1);
  });

  it('sets one debit up from 20 identical posts', async () => {
    const order = await newOrder();
    const page = await visit(order.checkout_url);
    const { action, fields } = formIn(page, 'direct-debit-form');
    const url = new URL(action, page.url).href;
    await Promise.all(Array.from({ length: 20 }, () => post(url, { ...fields, ...PAYER }, rig.origin)));
    expect(charges()).toHaveLength(1);
  });

  it('shows the Direct Debit Guarantee', async () => {
    const page = await visit((await newOrder()).checkout_url);
    expect(page.text).toContain('The Direct Debit Guarantee');
    expect(page.text).toContain('full and immediate refund');
  });

  it.each(['200000', '20 00 00', ' 20–00–00 '])('takes a sort code written %s', async (branch_code) => {
    const order = await newOrder();
    expect((await setUp(order.checkout_url, { branch_code })).text).toContain('is set up');
  });

  it.each(['557799', '5577991'])('takes the %s of a bank that gives out shorter numbers', async (short) => {
    const order = await newOrder();
    await setUp(order.checkout_url, { branch_code: '00-00-00', account_number: short });
    expect(charges()).toHaveLength(1);
  });

  it('takes a company in the place of a person', async () => {
    const order = await newOrder();
    const company = { given_name: '', family_name: '', company_name: 'Shopper Ltd' };
    expect((await setUp(order.checkout_url, company)).text).toContain('is set up');
    expect(await orderNow(order.id)).toMatchObject({ customer: { name: 'Shopper Ltd' } });
  });

  it.each([
    ['given_name', '', 'Enter your given name'],
    ['family_name', '', 'Enter your family name'],
    ['email', '', 'Enter your email address'],
    ['email', 'ada', 'Enter an email address like name@example.com'],
    ['account_holder_name', '', 'Enter the name on the account'],
    ['branch_code', '', 'Enter your sort code'],
    ['branch_code', '20-00-0', 'Enter the 6 digits of your sort code'],
    ['branch_code', '20-00-0x', 'Enter the 6 digits of your sort code'],
    ['account_number', '', 'Enter your account number'],
    ['account_number', '123', 'Enter your account number: 8 digits'],
    ['account_number', '557799110', 'A Direct Debit needs the number with 8 digits'],
    ['account_number', '5577991100', 'Your bank shows it next to its sort code'],
    ['account_number', '55779911000', 'Enter your account number: 8 digits'],
    ['account_number', '4543059999999990', 'Enter your account number: 8 digits'],
  ])('refuses %s when it is "%s", says so beside it and keeps the rest', async (name, value, sentence) => {
    const order = await newOrder();
    const again = await setUp(order.checkout_url, { [name]: value });
    expect(again.status).toBe(422);
    expect(again.text).toContain(sentence);
    const { attempt_id, ...kept } = formIn(again, 'direct-debit-form').fields;
    expect(attempt_id).toMatch(/^att_/);
    const others = Object.fromEntries(Object.entries(PAYER).filter(([each]) => each !== name));
    expect(kept).toMatchObject(others);
    expect(again.html).not.toContain('4543059999999990');
    expect(charges()).toHaveLength(0);
  });

  it.each(['data', 'error'] as const)(
    'puts beside its field what only Blink can tell, in the shape %s, and takes a second try',
    async (validationShape) => {
      rig.sandbox.set({ validationShape });
      rig.sandbox.breakNext(
        { method: 'POST', path: 'directdebits' },
        {
          kind: 'status',
          status: 400,
          body:
            validationShape === 'data'
              ? { message: 'Validation error', data: { account_number: ['Account number is required'] } }
              : { error: 'Account number is required' },
        },
      );
      const order = await newOrder();
      const again = await setUp(order.checkout_url);
      expect(again.status).toBe(422);
      expect(again.text).toContain('Account number is required');
      const typed = { ...PAYER, branch_code: '200000', account_number: '55779911' };
      expect(formIn(again, 'direct-debit-form').fields).toMatchObject(typed);
      expect(await orderNow(order.id)).toMatchObject({ status: 'open' });
      const done = await submit(again, formIn(again, 'direct-debit-form'));
      expect(done.text).toContain('Your Direct Debit is set up');
    },
  );

  it('is being checked, and not tried again, when the answer is lost', async () => {
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: 'directdebits' }, { kind: 'reset-after' });
    const order = await newOrder();
    expect((await setUp(order.checkout_url)).text).toContain('We are checking your payment');
    rig.sandbox.portal.advanceDebit(debit());
    await rig.sandbox.notifications.deliverPending();
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing' });
    expect((await visit(order.checkout_url)).text).toContain('Your Direct Debit is set up');
    expect(charges()).toHaveLength(1);
  });

  it('keeps the account out of the order, its history and the log', async () => {
    const order = await newOrder();
    await setUp(order.checkout_url);
    const kept = JSON.stringify([
      await rig.dependencies.payments.orders.find(order.id),
      await rig.dependencies.payments.orders.history(order.id),
      rig.log.lines(),
    ]);
    expect(kept).not.toContain('55779911');
    expect(kept).not.toContain('200000');
  });

  it('says to shopper and operator that it is not possible when the account has no direct debit', async () => {
    const order = await newOrder();
    rig.sandbox.set({ directDebitEnabled: false });
    const page = await visit(order.checkout_url);
    expect(page.status).toBe(503);
    expect(page.text).toContain('This order cannot be paid here');
    expect(rig.log.text()).toContain('a way to pay is hidden');
  });

  it('is withdrawn, not unknown, when Blink says only at the payment that it is not enabled', async () => {
    const order = await newOrder({ payment_methods: ['direct_debit', 'card'] });
    const page = await visit(`${order.checkout_url}/direct-debit`);
    rig.sandbox.set({ directDebitEnabled: false });
    const next = await submit(page, formIn(page, 'direct-debit-form'), PAYER);
    expect(next.html).toContain('card-form');
    expect(await orderNow(order.id)).toMatchObject({ status: 'open', needs_review: null });
    expect(rig.log.text()).toContain('a way to pay is hidden');
  });
});
