import { MINUTE } from '../../src/kernel/clock';
import { lieAboutTransactions } from '../attacks/scene';
import { linksIn } from '../support/html-forms';
import { startRig, type Rig } from '../support/rig';
import { answerBank, createOrder, formIn, post, submit, visit, type ShownPage } from '../support/shopper';

const PAYER = { customer_name: 'Ada Shopper', customer_email: 'ada@shopper.example' };

describe('paying by open banking', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const newOrder = () => createOrder(rig, { payment_methods: ['open_banking'] });
  const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
  const charges = () => rig.sandbox.calls({ method: 'POST', path: 'openbankings' });

  async function continueToBank(checkoutUrl: string, typed: object = {}): Promise<ShownPage> {
    const page = await visit(checkoutUrl);
    return submit(page, formIn(page, 'open-banking-form'), { ...PAYER, ...typed });
  }

  function bankOf(page: ShownPage): Promise<ShownPage> {
    const link = linksIn(page.html).find(({ label }) => label === 'Continue to your bank');
    return visit(link?.href ?? 'there is no link to the bank');
  }

  const payAtBank = async (checkoutUrl: string, button: 'Approve' | 'Refuse' = 'Approve') =>
    answerBank(await bankOf(await continueToBank(checkoutUrl)), button);

  it('goes by the shopper’s own bank to a paid order, because Blink says so', async () => {
    const order = await newOrder();
    const receipt = await payAtBank(order.checkout_url);
    expect(receipt.text).toContain('Payment received');
    expect(receipt.text).toContain('Bank transfer');
    expect(await orderNow(order.id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
      attempts: [{ method: 'open_banking', status: 'captured' }],
    });
  });

  it.each(['url', 'redirect_url'] as const)('finds the bank when Blink calls its address %s', async (key) => {
    rig.sandbox.set({ openBankingKey: key });
    const order = await newOrder();
    expect((await payAtBank(order.checkout_url)).text).toContain('Payment received');
  });

  it('is not paid, only under way, while the shopper is at the bank', async () => {
    const order = await newOrder();
    await continueToBank(order.checkout_url);
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
  });

  it('takes the payment up again from the checkout address on another device', async () => {
    const order = await newOrder();
    await continueToBank(order.checkout_url);
    const resumed = await visit(order.checkout_url);
    expect(resumed.text).toContain('from your bank account');
    const receipt = await answerBank(await bankOf(await visit(`${order.checkout_url}/bank`)), 'Approve');
    expect(receipt.text).toContain('Payment received');
    expect(charges()).toHaveLength(1);
  });

  it('is paid by the notification alone when the shopper never comes back', async () => {
    const order = await newOrder();
    const bank = await bankOf(await continueToBank(order.checkout_url));
    const approve = formIn(bank, 'Approve');
    await post(new URL(approve.action, bank.url).href, approve.fields, rig.sandboxOrigin);
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid' });
  });

  it('says that the transfer was not made when the bank refuses, and takes another try', async () => {
    const order = await newOrder();
    const refused = await payAtBank(order.checkout_url, 'Refuse');
    expect(refused.text).toContain('Your bank transfer was not made');
    expect(refused.text).not.toContain('card');
    expect(refused.text).not.toContain('Reason given'); // Blink says only that it failed
    expect(await orderNow(order.id)).toMatchObject({ status: 'open', amount_captured: 0 });

    const again = await submit(refused, formIn(refused, 'Try your bank again'));
    expect(again.url).toBe(order.checkout_url);
    expect((await payAtBank(order.checkout_url)).text).toContain('Payment received');
  });

  it('reads a refusal that Blink answers at once', async () => {
    rig.sandbox.nextPayment({ outcome: 'declined' });
    const order = await newOrder();
    expect((await continueToBank(order.checkout_url)).text).toContain('Your bank transfer was not made');
    expect(await orderNow(order.id)).toMatchObject({ status: 'open' });
  });

  it('lets the shopper give the bank up, and records the money when the bank takes it after all', async () => {
    const order = await newOrder();
    const bank = await bankOf(await continueToBank(order.checkout_url));
    const waiting = await visit(order.checkout_url);
    await submit(waiting, formIn(waiting, 'Start again instead'));
    expect(await orderNow(order.id)).toMatchObject({ status: 'open' });
    expect((await answerBank(bank, 'Approve')).text).toContain('Payment received');
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it('opens the order again when nobody ever answered at the bank', async () => {
    const order = await newOrder();
    await continueToBank(order.checkout_url);
    rig.advance(35 * MINUTE);
    expect((await visit(order.checkout_url)).html).toContain('open-banking-form');
    expect(await orderNow(order.id)).toMatchObject({ status: 'open' });
  });

  it.each([
    ['customer_name', 'Enter your name'],
    ['customer_email', 'Enter your email address'],
  ])('puts beside the field what is wrong with %s, and keeps what was typed', async (name, sentence) => {
    const order = await newOrder();
    const again = await continueToBank(order.checkout_url, { [name]: ' ' });
    expect(again.status).toBe(422);
    expect(again.text).toContain(sentence);
    expect(formIn(again, 'open-banking-form').fields).toMatchObject({ ...PAYER, [name]: ' ' });
    expect(charges()).toHaveLength(0);
  });

  it('puts beside the field what Blink says of it', async () => {
    rig.sandbox.breakNext(
      { method: 'POST', path: 'openbankings' },
      {
        kind: 'status',
        status: 400,
        body: JSON.stringify({ message: 'Validation error', data: { customer_email: ['Not an address'] } }),
      },
    );
    const order = await newOrder();
    const again = await continueToBank(order.checkout_url);
    expect(again.status).toBe(422);
    expect(again.text).toContain('Not an address');
    expect(formIn(again, 'open-banking-form').fields).toMatchObject(PAYER);
  });

  it('starts one payment of 20 identical posts', async () => {
    const order = await newOrder();
    const page = await visit(order.checkout_url);
    const { action, fields } = formIn(page, 'open-banking-form');
    const url = new URL(action, page.url).href;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(url, { ...fields, ...PAYER }, rig.origin)),
    );
    expect(new Set(answers.map(({ headers }) => headers.get('location')))).toEqual(
      new Set([`${new URL(order.checkout_url).pathname}/bank`]),
    );
    expect(charges()).toHaveLength(1);
  });

  it('never sends the shopper to an address that is no bank’s', async () => {
    rig.sandbox.breakNext(
      { method: 'POST', path: 'openbankings' },
      { kind: 'status', status: 200, body: JSON.stringify({ url: 'javascript:alert(1)' }) },
    );
    const order = await newOrder();
    const page = await continueToBank(order.checkout_url);
    expect(page.html).not.toContain('javascript:alert');
    expect(page.text).toContain('We are checking your payment');
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing' });
  });

  it.each(['Failed', 'Rejected', 'Reversed'])(
    'is reversed when Blink shows it as %s after all',
    async (status) => {
      const order = await newOrder();
      await payAtBank(order.checkout_url);
      lieAboutTransactions(rig, { status });
      expect((await rig.api('GET', `/orders/${order.id}?refresh=true`)).body).toMatchObject({
        status: 'reversed',
        amount_reversed: 1099,
      });
      expect((await visit(order.checkout_url)).text).toContain('This payment was taken back');
    },
  );

  it('does not start another payment when the answer is lost', async () => {
    rig.sandbox.breakNext({ method: 'POST', path: 'openbankings' }, { kind: 'reset-after' });
    const order = await newOrder();
    expect((await continueToBank(order.checkout_url)).text).toContain('We are checking your payment');
    await visit(order.checkout_url);
    expect(charges()).toHaveLength(1);
  });

  it('renews the intent under an open page, and uses the renewed one', async () => {
    const order = await newOrder();
    const page = await visit(order.checkout_url);
    rig.advance(27 * MINUTE);
    const answer = await fetch(`${order.checkout_url}/open-banking/renew`, {
      method: 'POST',
      headers: { origin: rig.origin },
    });
    const { attempt_id } = (await answer.json()) as { attempt_id: string };
    const next = await submit(page, formIn(page, 'open-banking-form'), { ...PAYER, attempt_id });
    expect(next.text).toContain('Continue to your bank');
  });

  it('refuses a form that another site makes the browser send', async () => {
    const order = await newOrder();
    const page = await visit(order.checkout_url);
    const { action, fields } = formIn(page, 'open-banking-form');
    const url = new URL(action, page.url).href;
    expect((await post(url, { ...fields, ...PAYER }, 'https://evil.example')).status).toBe(403);
    expect(charges()).toHaveLength(0);
  });
});
