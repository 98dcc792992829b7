import { MINUTE } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import {
  answerBank,
  CHALLENGED,
  createOrder,
  filledCardForm,
  formIn,
  FRICTIONLESS,
  goToBank,
  payAndAnswer,
  payByCard,
  post,
  submit,
  visit,
} from '../support/shopper';

describe('paying by card', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
  const captured = () =>
    rig.sandbox.ledger().filter(({ status }: { status: string }) => status === 'Captured');

  it('goes by the bank to a paid order, because Blink says so', async () => {
    const order = await createOrder(rig);
    const receipt = await payAndAnswer(rig, order.checkout_url);

    expect(receipt.text).toContain('Payment received');
    expect(receipt.text).toContain('£10.99');
    expect(await orderNow(order.id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
    });
    expect(captured()).toHaveLength(1);
  });

  it('needs at most two calls to Blink before the form, none on reload, and five in all', async () => {
    const order = await createOrder(rig);
    await visit(order.checkout_url);
    expect(rig.sandbox.calls({ path: '/api/' })).toHaveLength(2);
    await visit(order.checkout_url);
    expect(rig.sandbox.calls({ path: '/api/pay' })).toHaveLength(2);

    rig.sandbox.notifications.withhold(true);
    await payAndAnswer(rig, order.checkout_url);
    const calls = rig.sandbox.calls({ path: /api\/pay\/v1\/(tokens|intents|creditcards|transactions)/ });
    expect(calls.length).toBeLessThanOrEqual(5);
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid' });
  });

  it('pays without a challenge when the bank asks for none', async () => {
    const order = await createOrder(rig);
    const receipt = await payByCard(rig, order.checkout_url, FRICTIONLESS);
    expect(receipt.text).toContain('Payment received');
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid' });
  });

  it('is paid by the notification alone when the shopper never comes back', async () => {
    const order = await createOrder(rig);
    const bank = await goToBank(await payByCard(rig, order.checkout_url));
    const approve = formIn(bank, 'Approve');
    await post(new URL(approve.action, bank.url).href, approve.fields, rig.sandboxOrigin); // the tab is closed: nobody follows
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid' });
  });

  it('shows why a card was refused, and takes a second one', async () => {
    const order = await createOrder(rig);
    const declined = await payAndAnswer(rig, order.checkout_url, 'Refuse');
    expect(declined.text).toContain('Your card was declined');
    expect(await orderNow(order.id)).toMatchObject({ status: 'open' });

    const again = await submit(declined, formIn(declined, 'Try another card'));
    expect(again.url).toBe(order.checkout_url);
    const receipt = await payAndAnswer(rig, order.checkout_url);
    expect(receipt.text).toContain('Payment received');
    expect(captured()).toHaveLength(1);
  });

  it('takes up a challenge again from the checkout address on another device', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url);
    const resumed = await visit(order.checkout_url);
    expect(resumed.text).toContain('Continue at your bank');
    const bank = await goToBank(await visit(`${order.checkout_url}/bank`));
    expect((await answerBank(bank, 'Approve')).text).toContain('Payment received');
    expect(captured()).toHaveLength(1);
  });

  it('makes one charge of 50 identical posts, and the shopper still reaches the bank', async () => {
    const order = await createOrder(rig);
    const { url, fields } = await filledCardForm(rig, order.checkout_url);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(url, fields, rig.origin)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(new Set(answers.map(({ headers }) => headers.get('location')))).toEqual(
      new Set([`${new URL(order.checkout_url).pathname}/bank`]),
    );
    expect(rig.sandbox.calls({ method: 'POST', path: 'creditcards' })).toHaveLength(1);
  });

  it('does not charge again when the answer to the charge is lost, and learns the outcome by the notification', async () => {
    const order = await createOrder(rig);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-after' });
    const page = await payByCard(rig, order.checkout_url, FRICTIONLESS);

    expect(page.text).toContain('We are checking your payment');
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing' });
    await visit(order.checkout_url);
    expect(rig.sandbox.calls({ method: 'POST', path: 'creditcards' })).toHaveLength(1);

    await rig.sandbox.notifications.deliverPending();
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid' });
  });

  it('flags an outcome that stays unknown for 15 minutes, and lets the shopper choose again when the intent is over', async () => {
    const order = await createOrder(rig);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-after' });
    await payByCard(rig, order.checkout_url, FRICTIONLESS);

    rig.advance(16 * MINUTE);
    await rig.sweep();
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing', needs_review: 'outcome_unknown' });

    rig.advance(20 * MINUTE);
    await rig.sweep();
    expect(await orderNow(order.id)).toMatchObject({ status: 'open', needs_review: 'outcome_unknown' });
    expect((await visit(order.checkout_url)).html).toContain('card-form');
  });

  it('gives the form back with a clear sentence, and what was typed, when no payment token came', async () => {
    const order = await createOrder(rig);
    const { page, form, fields } = await filledCardForm(rig, order.checkout_url);
    const again = await submit(page, form, { ...fields, paymentToken: '' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('Nothing was charged');
    expect(formIn(again, 'card-form').fields).toMatchObject({ customer_email: 'ada@shopper.example' });
    expect(rig.sandbox.calls({ path: 'creditcards' })).toHaveLength(0);
  });

  it('refuses a card form that another site makes the browser send', async () => {
    const order = await createOrder(rig);
    const { url, fields } = await filledCardForm(rig, order.checkout_url);
    expect((await post(url, fields, 'https://evil.example')).status).toBe(403);
    expect(rig.sandbox.calls({ path: 'creditcards' })).toHaveLength(0);
  });

  it('renews the intent under an open page, and charges the renewed one', async () => {
    const order = await createOrder(rig);
    const { page, form, fields } = await filledCardForm(rig, order.checkout_url);
    rig.advance(27 * MINUTE);
    const renewed = await fetch(`${order.checkout_url}/renew`, {
      method: 'POST',
      headers: { origin: rig.origin },
    });
    const { attempt_id, hidden } = (await renewed.json()) as {
      attempt_id: string;
      hidden: { name: string; value: string }[];
    };
    expect(attempt_id).not.toBe(fields['attempt_id' as keyof typeof fields]);
    const hiddenFields = Object.fromEntries(hidden.map(({ name, value }) => [name, value]));
    const bank = await submit(page, form, { ...fields, ...hiddenFields, attempt_id });
    expect(bank.html).toContain('bank-form');
  });

  it('gives the form back with what was typed when the intent ran out before the post', async () => {
    const order = await createOrder(rig);
    const { page, form, fields } = await filledCardForm(rig, order.checkout_url);
    rig.advance(31 * MINUTE);
    const again = await submit(page, form, fields);
    expect(again.status).toBe(409);
    expect(again.text).toContain('nothing was charged');
    expect(formIn(again, 'card-form').fields).toMatchObject({ customer_name: 'Ada Shopper' });
  });

  it('sends the shopper’s own browser along, and the connection’s address', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url, CHALLENGED);
    const [entry] = rig.sandbox.ledger();
    expect(JSON.stringify(entry)).toContain('Test/1.0');
    expect(JSON.stringify(entry)).toContain('127.0.0.1');
  });
});
