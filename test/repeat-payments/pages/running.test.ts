import { DAY, HOUR, MINUTE } from '../../../src/kernel/clock';
import { linksIn } from '../../support/html-forms';
import { startRig, type Rig } from '../../support/rig';
import { filledCardForm, formIn, post, submit, visit } from '../../support/shopper';
import { running, sendCard } from './customer';

const CARD_UPDATES = { method: 'POST', path: '/repeat-payments/card/' };

describe('payments that run', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig({ sandbox: { repeatBody: 'documented' } })));
  afterEach(() => rig.stop());

  const cardUpdates = () => rig.sandbox.calls(CARD_UPDATES);
  /** Blink takes what is due, and we hear of it. */
  const pass = async (days: number): Promise<void> => {
    rig.advance(days * DAY);
    await rig.settle();
    await rig.sweep();
  };
  const withFailure = async () => {
    const made = await running(rig);
    rig.sandbox.nextPayment({ outcome: 'declined' });
    await pass(14);
    return made;
  };

  it('show what was taken and what comes as time goes by', async () => {
    const { checkout_url } = await running(rig);
    await pass(14);
    const page = await visit(checkout_url);
    expect(page.text).toContain('4 December 2026 Paid £5.00 20 November 2026 Paid £10.00');
    expect(page.text).toContain('Paid so far £15.00 in 2 payments');
    expect(page.text).toContain('The next payment is £5.00 on 18 December 2026.');
    expect(page.html).toContain('print-receipt');
  });

  it('say first that a payment failed, and lead to another card, with which the next one is taken', async () => {
    const { checkout_url } = await withFailure();
    const failed = await visit(checkout_url);
    expect(failed.text).toContain('A payment did not go through');
    expect(failed.text).toContain(
      'The payment of 4 December 2026 did not go through. Please replace your card.',
    );
    const [link] = linksIn(failed.html).filter(({ label }) => label === 'Replace your card');
    const address = new URL(link?.href ?? '', failed.url).href;
    expect(address).toBe(`${checkout_url}/new-card`);

    const form = await visit(address);
    expect(form.text).toContain('Nothing is taken now.');
    expect(formIn(form, 'card-form').buttons.map(({ label }) => label)).toEqual(['Use this card']);
    const after = await sendCard(rig, address);
    expect(after.url).toBe(checkout_url);
    expect(after.text).toContain('Your new card is in place');
    expect(after.text).toContain('did not go through with your old card and is still to be paid');
    expect(cardUpdates()).toHaveLength(1);

    await pass(14);
    expect((await visit(checkout_url)).text).toContain('18 December 2026 Paid £5.00');
  });

  it('show that they were stopped, and take no other card then', async () => {
    const { id, checkout_url } = await running(rig);
    const { url, fields } = await filledCardForm(rig, `${checkout_url}/new-card`);
    await rig.api('POST', `/repeat-payments/${id}/cancel`);
    const page = await visit(checkout_url);
    expect(page.text).toContain('Your payments were stopped');
    expect(page.text).toContain('Nothing more will be taken.');
    expect(page.text).not.toContain('You can stop these payments');
    expect((await visit(`${checkout_url}/new-card`)).url).toBe(checkout_url);
    expect((await post(url, fields, rig.origin)).headers.get('location')).toBe(
      new URL(checkout_url).pathname,
    );
    expect(cardUpdates()).toHaveLength(0);
  });

  it('show that all is paid', async () => {
    const { checkout_url } = await running(rig, { instalments: 2 });
    await pass(14);
    expect((await visit(checkout_url)).text).toContain('All payments are made');
  });
});

describe('another card', () => {
  let rig: Rig;
  let address: string;
  let plan: string;
  beforeEach(async () => {
    rig = await startRig({ sandbox: { repeatBody: 'documented' } });
    plan = (await running(rig)).checkout_url;
    address = `${plan}/new-card`;
  });
  afterEach(() => rig.stop());

  const cardUpdates = () => rig.sandbox.calls(CARD_UPDATES);

  it('is asked for again, and nothing else, when none came', async () => {
    const { page, form, fields } = await filledCardForm(rig, address);
    const again = await submit(page, form, { ...fields, paymentToken: '' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('The card details did not reach us');
    expect(again.html).not.toMatch(/customer_name|customer_email|Ada|ada@/);
    expect(cardUpdates()).toHaveLength(0);
  });

  it('is asked for by one intent, however many ask for the form at once', async () => {
    rig.sandbox.forgetCalls();
    const pages = await Promise.all(Array.from({ length: 50 }, () => visit(address)));
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(pages.map((page) => formIn(page, 'card-form').fields['attempt_id'])).size).toBe(1);
    expect(rig.sandbox.calls({ method: 'POST', path: '/intents' })).toHaveLength(1);
  });

  it('is taken over once when the button is pressed twice, and both presses see it', async () => {
    const { url, fields } = await filledCardForm(rig, address);
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(url, fields, rig.origin)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(cardUpdates()).toHaveLength(1);
    expect((await visit(plan)).text).toContain('Your new card is in place');
  });

  it('is not sent again by a form that was sent before', async () => {
    const { url, fields } = await filledCardForm(rig, address);
    await post(url, fields, rig.origin);
    const again = await post(url, fields, rig.origin);
    expect([again.status, again.headers.get('location')]).toEqual([303, new URL(plan).pathname]);
    expect(cardUpdates()).toHaveLength(1);
  });

  it('can be replaced again at once', async () => {
    await sendCard(rig, address);
    expect((await sendCard(rig, address)).text).toContain('Your new card is in place');
    expect(cardUpdates()).toHaveLength(2);
  });

  it('that Blink refuses leaves the old one in place, and is asked for again', async () => {
    const { page, form, fields } = await filledCardForm(rig, address);
    const again = await submit(page, form, { ...fields, paymentToken: 'no token of Blink’s' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('Your card was not taken over');
    expect(formIn(again, 'card-form').fields['attempt_id']).not.toBe('');
    expect((await visit(plan)).text).not.toContain('Your new card is in place');
  });

  it('of which nobody knows what became may be entered again', async () => {
    rig.sandbox.breakNext(CARD_UPDATES, { kind: 'reset-after' });
    const page = await sendCard(rig, address);
    expect(page.text).toContain('We do not know whether your new card was taken over');
    expect((await sendCard(rig, address)).text).toContain('Your new card is in place');
  });

  it('is taken no more than five times a day', async () => {
    for (let cards = 0; cards < 5; cards += 1) await sendCard(rig, address);
    const page = await sendCard(rig, address);
    expect(page.status).toBe(429);
    expect(page.text).toContain('Too many cards today');
    expect(cardUpdates()).toHaveLength(5);
    rig.advance(25 * HOUR);
    expect((await sendCard(rig, address)).text).toContain('Your new card is in place');
  });

  it('renews its form while it is open', async () => {
    const { page, form, fields } = await filledCardForm(rig, address);
    rig.advance(27 * MINUTE);
    const answer = await post(`${address}/renew`, {}, rig.origin);
    const { attempt_id, hidden } = (await answer.json()) as {
      attempt_id: string;
      hidden: { name: string; value: string }[];
    };
    expect(attempt_id).not.toBe(form.fields['attempt_id']);
    const renewed = Object.fromEntries(hidden.map(({ name, value }) => [name, value]));
    const after = await submit(page, form, { ...fields, ...renewed, attempt_id });
    expect(after.text).toContain('Your new card is in place');
  });

  it('comes back when the form is too old', async () => {
    const { page, form, fields } = await filledCardForm(rig, address);
    rig.advance(31 * MINUTE);
    const again = await submit(page, form, fields);
    expect(again.status).toBe(409);
    expect(again.text).toContain('This page was out of date');
    expect(cardUpdates()).toHaveLength(0);
  });

  it('cannot be entered while Blink cannot be reached, and can be again', async () => {
    rig.sandbox.breakNext({ method: 'POST', path: '/intents' }, { kind: 'html' });
    const page = await visit(address);
    expect(page.status).toBe(503);
    expect(linksIn(page.html)).toContainEqual({ label: 'Try again', href: new URL(address).pathname });
    expect((await visit(address)).status).toBe(200);
  });

  it('cannot be entered before there is a first one', async () => {
    const { checkout_url } = (
      await rig.api('POST', '/repeat-payments', {
        ...{ type: 'fixed', reference: 'R', currency: 'GBP', amount: 100, frequency: 'days', every: 1 },
        instalments: 2,
      })
    ).body as { checkout_url: string };
    expect((await visit(`${checkout_url}/new-card`)).url).toBe(checkout_url);
    expect((await post(`${checkout_url}/new-card`, {}, rig.origin)).status).not.toBe(500);
    expect(cardUpdates()).toHaveLength(0);
  });
});
