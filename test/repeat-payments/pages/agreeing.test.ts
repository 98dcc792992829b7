import { HOUR, MINUTE } from '../../../src/kernel/clock';
import { linksIn } from '../../support/html-forms';
import { startRig, type Rig } from '../../support/rig';
import {
  answerBank,
  createOrder,
  filledCardForm,
  formIn,
  goToBank,
  post,
  submit,
  visit,
} from '../../support/shopper';
import { agree, createRepeatPayment, DATES, sendCard } from './customer';

const STARTS = { method: 'POST', path: /\/repeat-payments$/ };

describe('agreeing to repeat payments', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const now = async (id: string) => (await rig.api('GET', `/repeat-payments/${id}`)).body;
  const starts = () => rig.sandbox.calls(STARTS);

  it('shows the plan in plain words, with every day and how to stop, above the card form', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const page = await visit(checkout_url);
    expect(page.status).toBe(200);
    expect(page.text).toContain(
      '£10.00 today, then £5.00 every 2 weeks, 12 payments in all, the last on 23 April 2027; £65.00 in total.',
    );
    expect(page.text).toContain('4 December 2026');
    expect(page.text).toContain('You can stop these payments at any time: tell Test Shop');
    expect(formIn(page, 'card-form').buttons.map(({ label }) => label)).toEqual(['Agree and pay £10.00 now']);
    expect(page.text.indexOf('£65.00 in total')).toBeLessThan(page.text.indexOf('Card number'));
  });

  it('goes by the bank to payments that run, because Blink shows them', async () => {
    const { id, checkout_url } = await createRepeatPayment(rig, {
      success_url: 'https://shop.example/thanks',
    });
    const page = await agree(rig, checkout_url);
    expect(page.url).toBe(checkout_url);
    expect(page.text).toContain('Your payments are set up');
    expect(page.text).toContain('20 November 2026 Paid £10.00');
    expect(page.text).toContain('The next payment is £5.00 on 4 December 2026.');
    expect(linksIn(page.html)).toContainEqual({
      label: 'Return to shop',
      href: `https://shop.example/thanks?repeat_payment_id=${id}`,
    });
    expect(await now(id)).toMatchObject({ status: 'active', needs_review: null });
  });

  it.each(['schedule', 'transaction'] as const)(
    'finds what was started whether the way back names the %s or not',
    async (repeatReturn) => {
      rig.sandbox.set({ repeatReturn });
      const { checkout_url } = await createRepeatPayment(rig);
      expect((await agree(rig, checkout_url)).text).toContain('Your payments are set up');
    },
  );

  it('only checks the card when nothing is due today', async () => {
    const { id, checkout_url } = await createRepeatPayment(rig, { start_date: '2026-12-01' });
    const page = await visit(checkout_url);
    expect(page.text).toContain('Today Nothing; your card is checked');
    expect(formIn(page, 'card-form').buttons.map(({ label }) => label)).toEqual(['Agree and check card']);
    const after = await agree(rig, checkout_url);
    expect(after.text).toContain('The next payment is £10.00 on 1 December 2026.');
    expect(await now(id)).toMatchObject({ status: 'pending' });
    expect(rig.sandbox.ledger().filter(({ captured }) => captured > 0)).toEqual([]);
  });

  it('lists the days and amounts of a plan that has its own', async () => {
    const { checkout_url } = await createRepeatPayment(rig, DATES);
    const page = await visit(checkout_url);
    expect(page.text).toContain('1 December 2026 £25.00 24 December 2026 £50.00 1 February 2027 £12.50');
    expect(page.text).toContain('£87.50 in total');
    expect((await agree(rig, checkout_url)).text).toContain('Your payments are set up');
  });

  it('needs at most two calls to Blink before the form, and none on reload', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    await visit(checkout_url);
    await visit(checkout_url);
    expect(rig.sandbox.calls({ path: '/api/pay' })).toHaveLength(2);
  });

  it('shows why the bank refused, and starts with a second card', async () => {
    const { id, checkout_url } = await createRepeatPayment(rig);
    const declined = await agree(rig, checkout_url, 'Refuse');
    expect(declined.text).toContain('Your card was declined');
    expect(declined.text).toContain('nothing was taken');
    expect(await now(id)).toMatchObject({ status: 'pending' });

    const again = await submit(declined, formIn(declined, 'Try another card'));
    expect(again.url).toBe(checkout_url);
    expect((await agree(rig, checkout_url)).text).toContain('Your payments are set up');
    expect(starts()).toHaveLength(2);
  });

  it('takes up the bank’s check again on another device', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    await sendCard(rig, checkout_url);
    const elsewhere = await visit(checkout_url);
    expect(elsewhere.text).toContain('Your bank is waiting for you');
    expect(linksIn(elsewhere.html).map(({ href }) => href)).toContain(
      `${new URL(checkout_url).pathname}/bank`,
    );
    const bank = await goToBank(await visit(`${checkout_url}/bank`));
    expect((await answerBank(bank, 'Approve')).text).toContain('Your payments are set up');
    expect(starts()).toHaveLength(1);
  });

  it('lets the customer give the bank up for another card', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    await sendCard(rig, checkout_url);
    const waiting = await visit(checkout_url);
    const again = await submit(waiting, formIn(waiting, 'Use another card instead'));
    expect(again.html).toContain('card-form');
    expect((await agree(rig, checkout_url)).text).toContain('Your payments are set up');
  });

  it('has no page of the bank when none waits', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    expect((await visit(`${checkout_url}/bank`)).url).toBe(checkout_url);
  });

  it('starts once however often the form is sent, and everybody still reaches the bank', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { url, fields } = await filledCardForm(rig, checkout_url);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(url, fields, rig.origin)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(new Set(answers.map(({ headers }) => headers.get('location')))).toEqual(
      new Set([`${new URL(checkout_url).pathname}/bank`]),
    );
    expect(starts()).toHaveLength(1);
  });

  it('starts nothing more from a tab that was left open, and shows what runs', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { url, fields } = await filledCardForm(rig, checkout_url);
    await agree(rig, checkout_url);
    const answer = await post(url, fields, rig.origin);
    expect(answer.status).toBe(303);
    expect((await visit(checkout_url)).text).toContain('Your payments are set up');
    expect(starts()).toHaveLength(1);
  });

  it('is being checked when the answer is lost, never sent again, and free again when nothing came of it', async () => {
    const { id, checkout_url } = await createRepeatPayment(rig);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: '/repeat-payments' }, { kind: 'reset-after' });
    const page = await sendCard(rig, checkout_url);
    expect(page.text).toContain('We are checking whether your payments are set up');

    const checked = await submit(page, formIn(page, 'Check again'));
    expect(checked.text).toContain('We are checking whether your payments are set up');
    expect(starts()).toHaveLength(1);

    rig.advance(40 * MINUTE);
    const later = await visit(checkout_url);
    await submit(later, formIn(later, 'Check again'));
    expect((await visit(checkout_url)).html).toContain('card-form');
    expect(await now(id)).toMatchObject({ status: 'pending' });
  });

  it('tells a waiting page when there is news, and nothing else', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const state = async () => (await fetch(`${checkout_url}/state`)).json();
    const before = await state();
    await sendCard(rig, checkout_url);
    const after = await state();
    expect(after).not.toEqual(before);
    expect(Object.keys(after as object)).toEqual(['state']);
    expect(await state()).toEqual(after);
  });

  it('asks Blink no more than ten times a minute, however often the button is pressed', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    await sendCard(rig, checkout_url);
    rig.sandbox.forgetCalls();
    for (let press = 0; press < 15; press += 1) await post(`${checkout_url}/check`, {}, rig.origin);
    expect(rig.sandbox.calls({ method: 'GET', path: '/repeat-payments' }).length).toBeLessThanOrEqual(20);
    expect(rig.log.text()).toContain('a repeat payment was to be looked at too often');
  });
});

describe('the form to agree with', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const starts = () => rig.sandbox.calls(STARTS);

  it('comes back with what was typed and a clear sentence when no card came', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { page, form, fields } = await filledCardForm(rig, checkout_url);
    const again = await submit(page, form, { ...fields, paymentToken: '' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('The card details did not reach us. Nothing was charged.');
    expect(formIn(again, 'card-form').fields).toMatchObject({ customer_email: 'ada@shopper.example' });
    expect(starts()).toHaveLength(0);
  });

  it('says beside a field what is wrong with it', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { page, form, fields } = await filledCardForm(rig, checkout_url);
    const again = await submit(page, form, { ...fields, customer_email: 'nobody' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('Enter an email address like name@example.com');
    expect(starts()).toHaveLength(0);
  });

  it('keeps a card number nowhere, wherever it was typed', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { page, form, fields } = await filledCardForm(rig, checkout_url);
    const again = await submit(page, form, { ...fields, customer_name: '4543 0599 9999 9990' });
    expect(again.status).toBe(422);
    expect(again.html).not.toContain('9999 9990');
    expect(starts()).toHaveLength(0);
  });

  it('renews its intent while it is open, and starts with the new one', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { page, form, fields } = await filledCardForm(rig, checkout_url);
    rig.advance(27 * MINUTE);
    const answer = await post(`${checkout_url}/renew`, {}, rig.origin);
    const { attempt_id, hidden } = (await answer.json()) as {
      attempt_id: string;
      hidden: { name: string; value: string }[];
    };
    expect(attempt_id).not.toBe(form.fields['attempt_id']);
    const renewed = Object.fromEntries(hidden.map(({ name, value }) => [name, value]));
    const bank = await submit(page, form, { ...fields, ...renewed, attempt_id });
    expect(bank.html).toContain('bank-form');
  });

  it('comes back when its intent ran out before it was sent', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { page, form, fields } = await filledCardForm(rig, checkout_url);
    rig.advance(31 * MINUTE);
    const again = await submit(page, form, fields);
    expect(again.status).toBe(409);
    expect(again.text).toContain('nothing was charged');
    expect(formIn(again, 'card-form').fields).toMatchObject({ customer_name: 'Ada Shopper' });
    expect(starts()).toHaveLength(0);
  });

  it('comes back with the new days when it was drawn yesterday: nobody pays what they have not read', async () => {
    const { checkout_url } = await createRepeatPayment(rig, { start_date: '2026-11-21' });
    rig.advance(13 * HOUR + 50 * MINUTE);
    const { page, form, fields } = await filledCardForm(rig, checkout_url);
    expect(page.text).toContain('Agree and check card');
    rig.advance(15 * MINUTE);
    const again = await submit(page, form, fields);
    expect(again.status).toBe(409);
    expect(again.text).toContain('The day has changed since this page was opened');
    expect(formIn(again, 'card-form').buttons.map(({ label }) => label)).toEqual([
      'Agree and pay £10.00 now',
    ]);
    expect(starts()).toHaveLength(0);
    expect((await agree(rig, checkout_url)).text).toContain('Your payments are set up');
  });

  it.each(['', '2026-11-19', '2026-11-21', 'today'])(
    'starts nothing with another day in it: "%s"',
    async (shown_on) => {
      const { checkout_url } = await createRepeatPayment(rig);
      const { page, form, fields } = await filledCardForm(rig, checkout_url);
      expect((await submit(page, form, { ...fields, shown_on })).status).toBe(409);
      expect(starts()).toHaveLength(0);
    },
  );

  it.each([
    ['merchantID', '1'],
    ['payment_intent', 'pi_of_somebody_else'],
    ['transaction_unique', 'x'],
    ['recurring_amount', '0.01'],
    ['amount', '1'],
    ['type', '2'],
    ['instalments', '1'],
  ])('starts the plan as it is stored, whatever %s says', async (name, value) => {
    const { id, checkout_url } = await createRepeatPayment(rig);
    const { page, form, fields } = await filledCardForm(rig, checkout_url);
    await answerBank(await goToBank(await submit(page, form, { ...fields, [name]: value })), 'Approve');
    await rig.settle();
    const { body } = await rig.api('GET', `/repeat-payments/${id}?refresh=true`);
    expect(body).toMatchObject({ status: 'active', needs_review: null });
    expect(body.payments[0]).toMatchObject({ amount: 1000, status: 'paid' });
    expect(body.payments).toHaveLength(12);
  });

  it('starts nothing with the setup of another repeat payment', async () => {
    const [one, other] = [await createRepeatPayment(rig), await createRepeatPayment(rig)];
    const { fields } = await filledCardForm(rig, one.checkout_url);
    await visit(other.checkout_url); // so that a form of its own stands ready
    const answer = await post(`${other.checkout_url}/card`, fields, rig.origin);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('This page was out of date, so nothing was charged.');
    expect(starts()).toHaveLength(0);
  });

  it('is refused after five cards', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    for (let tries = 0; tries < 5; tries += 1) {
      const declined = await agree(rig, checkout_url, 'Refuse');
      if (tries < 4) await submit(declined, formIn(declined, 'Try another card'));
    }
    const page = await visit(checkout_url);
    expect(page.text).toContain('These payments cannot be set up here any more');
    expect(page.html).not.toContain('card-form');
    expect((await submit(page, { ...formless, action: `${page.url}/retry` })).url).toBe(checkout_url);
    expect(starts()).toHaveLength(5);
  });
  const formless = { id: '', action: '', method: 'POST', fields: {}, buttons: [] };
});

describe('the limit of cards per address', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig({ env: { CARD_ATTEMPTS_PER_HOUR: '2' } })));
  afterEach(() => rig.stop());

  it('counts all forms of all pages together', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const order = await createOrder(rig);
    await post(`${order.checkout_url}/card`, {}, rig.origin);
    await post(`${checkout_url}/card`, {}, rig.origin);
    expect((await post(`${checkout_url}/card`, {}, rig.origin)).status).toBe(429);
    expect((await post(`${checkout_url}/new-card`, {}, rig.origin)).status).toBe(429);
  });
});

describe('a repeat payment that nobody can agree to', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  it('is not there at an address that nobody was given', async () => {
    const page = await visit(`${rig.origin}/repeat-payments/nothing`);
    expect(page.status).toBe(404);
    expect(page.text).toContain('Page not found');
  });

  it('says that the shop cancelled it', async () => {
    const { id, checkout_url } = await createRepeatPayment(rig);
    const { url, fields } = await filledCardForm(rig, checkout_url);
    await rig.api('POST', `/repeat-payments/${id}/cancel`);
    expect((await visit(checkout_url)).text).toContain('These payments were cancelled');
    expect((await post(url, fields, rig.origin)).headers.get('location')).toBe(
      new URL(checkout_url).pathname,
    );
    expect(rig.sandbox.calls(STARTS)).toHaveLength(0);
  });

  it('says that its time is over', async () => {
    const { checkout_url } = await createRepeatPayment(rig, { expires_in: 3_600 });
    rig.advance(2 * HOUR);
    const page = await visit(checkout_url);
    expect(page.text).toContain('The time to agree to these payments is over');
    expect(page.text).toContain('nothing was taken');
  });

  it('says so when Blink cannot be reached, and offers the same page again', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    rig.sandbox.breakNext({ method: 'POST', path: '/intents' }, { kind: 'html' });
    const page = await visit(checkout_url);
    expect(page.status).toBe(503);
    expect(page.text).toContain('We could not reach the payment service. Nothing was taken.');
    expect(linksIn(page.html)).toContainEqual({
      label: 'Try again',
      href: new URL(checkout_url).pathname,
    });
    expect((await visit(checkout_url)).status).toBe(200);
  });
});
