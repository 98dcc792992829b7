import { HOUR, MINUTE } from '../../src/kernel/clock';
import { linksIn } from '../support/html-forms';
import { startRig, type Rig } from '../support/rig';
import { createOrder, formIn, payAndAnswer, submit, visit, type ShownPage } from '../support/shopper';

const ALL = ['direct_debit', 'open_banking', 'card', 'google_pay', 'apple_pay'];

/** Blink's answer with another `ccElement`. */
const withCardElement = (ccElement: string) => (body: unknown) => {
  const answer = body as { element: object };
  return { ...answer, element: { ...answer.element, ccElement } };
};

describe('choosing how to pay', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const orderFor = (...payment_methods: string[]) => createOrder(rig, { payment_methods });
  const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
  const waysOn = (page: ShownPage, checkoutUrl: string): string[] =>
    linksIn(page.html)
      .map(({ href }) => href)
      .filter((href) => href.startsWith(new URL(checkoutUrl).pathname))
      .map((href) => href.split('/').at(-1) ?? '');

  it('shows what the order allows, best first, with one call to Blink', async () => {
    const order = await orderFor(...ALL);
    const page = await visit(order.checkout_url);
    expect(page.text).toContain('How would you like to pay?');
    expect(waysOn(page, order.checkout_url)).toEqual([
      'apple-pay',
      'google-pay',
      'card',
      'open-banking',
      'direct-debit',
    ]);
    expect(rig.sandbox.calls({ path: '/api/' })).toHaveLength(1);
  });

  it('shows wallets only once the device says that it has them', async () => {
    const order = await orderFor('card', 'apple_pay');
    const page = await visit(order.checkout_url);
    expect(page.html).toMatch(/<li hidden data-wallet="apple_pay">/);
    expect(page.html).toMatch(/<li>\s*<a class="method" href="[^"]*\/card"/);
  });

  it.each([
    ['card', 'card-form'],
    ['open_banking', 'open-banking-form'],
    ['direct_debit', 'direct-debit-form'],
    ['google_pay', 'wallet-form'],
    ['apple_pay', 'wallet-form'],
  ])('shows the form at once when %s is the only way', async (method, form) => {
    const order = await orderFor(method);
    const page = await visit(order.checkout_url);
    expect(page.url).toBe(order.checkout_url);
    expect(page.html).toContain(form);
    expect(page.text).not.toContain('Pay another way');
    expect(rig.sandbox.calls({ path: '/api/' })).toHaveLength(2);
  });

  it('leaves out what Blink does not offer to the account', async () => {
    rig.sandbox.set({ directDebitEnabled: false });
    const order = await orderFor('card', 'direct_debit', 'open_banking');
    expect(waysOn(await visit(order.checkout_url), order.checkout_url)).toEqual(['card', 'open-banking']);
  });

  it('shows the form at once when Blink leaves one way', async () => {
    rig.sandbox.set({ directDebitEnabled: false });
    const order = await orderFor('card', 'direct_debit');
    expect((await visit(order.checkout_url)).html).toContain('card-form');
  });

  it('leaves direct debit out for less than it can collect', async () => {
    const order = await createOrder(rig, {
      payment_methods: ['card', 'direct_debit', 'open_banking'],
      amount: 100,
    });
    expect(waysOn(await visit(order.checkout_url), order.checkout_url)).toEqual(['card', 'open-banking']);
  });

  it('leaves the bank payments out for no pounds', async () => {
    rig.sandbox.set({ currencies: ['GBP', 'EUR'] });
    const order = await createOrder(rig, {
      payment_methods: ['card', 'direct_debit', 'open_banking', 'google_pay'],
      currency: 'EUR',
    });
    expect(waysOn(await visit(order.checkout_url), order.checkout_url)).toEqual(['google-pay', 'card']);
  });

  it('leaves out what Blink takes no such small amount by', async () => {
    const order = await createOrder(rig, { payment_methods: ALL, amount: 100 });
    const pound = await visit(order.checkout_url);
    expect(waysOn(pound, order.checkout_url)).toEqual(['apple-pay', 'google-pay', 'card', 'open-banking']);
    const pence = await createOrder(rig, { payment_methods: ALL, amount: 99 });
    expect((await visit(pence.checkout_url)).html).toContain('open-banking-form');
  });

  it('hides nothing when Blink cannot be asked', async () => {
    rig.sandbox.breakNext({ method: 'POST', path: 'tokens' }, { kind: 'status', status: 401, body: {} });
    const order = await orderFor('card', 'open_banking');
    expect(waysOn(await visit(order.checkout_url), order.checkout_url)).toEqual(['card', 'open-banking']);
    expect(rig.log.text()).toContain('could not be asked which ways to pay');
  });

  it('never opens a way that the order does not allow', async () => {
    const order = await orderFor('card');
    for (const way of ['direct-debit', 'open-banking', 'apple-pay', 'google-pay'])
      expect((await visit(`${order.checkout_url}/${way}`)).url).toBe(order.checkout_url);
    const renewed = await fetch(`${order.checkout_url}/open-banking/renew`, {
      method: 'POST',
      headers: { origin: rig.origin },
    });
    expect(renewed.status).toBe(409);
    expect((await orderNow(order.id)).attempts.map(({ method }: { method: string }) => method)).toEqual([
      'card',
    ]);
    expect(rig.log.text()).not.toContain('a way to pay is hidden');
  });

  it('takes a way that Blink gives no form for from everybody for a while, and leaves the others', async () => {
    const order = await orderFor('card', 'direct_debit', 'open_banking');
    await visit(order.checkout_url);
    rig.sandbox.set({ directDebitEnabled: false });
    const page = await visit(`${order.checkout_url}/direct-debit`);
    expect(waysOn(page, order.checkout_url)).toEqual(['card', 'open-banking']);
    const other = await orderFor('card', 'direct_debit', 'open_banking');
    expect(waysOn(await visit(other.checkout_url), other.checkout_url)).toEqual(['card', 'open-banking']);

    rig.sandbox.set({ directDebitEnabled: true });
    rig.advance(31 * MINUTE);
    expect(waysOn(await visit(other.checkout_url), other.checkout_url)).toContain('direct-debit');
  });

  it('takes the card away, and no other way, when its element is one that nobody should see', async () => {
    const order = await orderFor('card', 'open_banking', 'direct_debit');
    rig.sandbox.breakNext(
      { method: 'POST', path: '/intents' },
      { kind: 'wrong-types', garble: withCardElement('<iframe src="https://js.stripe.com/v3"></iframe>') },
    );
    const page = await visit(`${order.checkout_url}/card`);
    expect(waysOn(page, order.checkout_url)).toEqual(['open-banking', 'direct-debit']);
    expect(rig.log.text()).toContain('an element of an intent cannot be read and is not shown');
    expect((await visit(`${order.checkout_url}/open-banking`)).html).toContain('open-banking-form');
  });

  describe('a wallet that the account lacks', () => {
    const withoutElement = (name: string) => (body: unknown) => {
      const answer = body as { element: Record<string, string> };
      const element = Object.fromEntries(Object.entries(answer.element).filter(([each]) => each !== name));
      return { ...answer, element };
    };
    /** Somebody else's card form shows what the account has. */
    async function seeCardIntent(missing: string, order: object = {}): Promise<void> {
      rig.sandbox.breakNext(
        { method: 'POST', path: '/intents' },
        { kind: 'wrong-types', garble: withoutElement(missing) },
      );
      await visit((await createOrder(rig, { payment_methods: ['card'], ...order })).checkout_url);
    }
    const waysOf = async (order: object) => {
      const { checkout_url } = await createOrder(rig, order);
      return waysOn(await visit(checkout_url), checkout_url);
    };
    const EVERY = { payment_methods: ['card', 'google_pay', 'apple_pay'] };

    it.each([
      ['gpElement', ['apple-pay', 'card']],
      ['apElement', ['google-pay', 'card']],
    ])('is gone before anybody has opened it, once a card intent came without %s', async (missing, left) => {
      expect(await waysOf(EVERY)).toEqual(['apple-pay', 'google-pay', 'card']);
      await seeCardIntent(missing);
      const asked = rig.sandbox.calls({ path: '/api/' }).length;
      expect(await waysOf(EVERY)).toEqual(left);
      expect(rig.sandbox.calls({ path: '/api/' })).toHaveLength(asked);
    });

    it('comes back with the next card intent that has it, or after some hours', async () => {
      await seeCardIntent('gpElement');
      await visit((await orderFor('card')).checkout_url);
      expect(await waysOf(EVERY)).toContain('google-pay');
      await seeCardIntent('gpElement');
      expect(await waysOf(EVERY)).not.toContain('google-pay');
      rig.advance(4 * HOUR);
      expect(await waysOf(EVERY)).toContain('google-pay');
    });

    it('is kept for orders of another currency or kind, whose intents may have it', async () => {
      rig.sandbox.set({ currencies: ['GBP', 'EUR'] });
      await seeCardIntent('gpElement', { currency: 'EUR' });
      await seeCardIntent('gpElement', { capture: 'manual' });
      expect(await waysOf(EVERY)).toContain('google-pay');
      expect(await waysOf({ ...EVERY, currency: 'EUR' })).not.toContain('google-pay');
      expect(await waysOf({ ...EVERY, capture: 'manual' })).not.toContain('google-pay');
    });

    it('is left where nothing else is: its form can still tell', async () => {
      await seeCardIntent('gpElement');
      const page = await visit((await orderFor('google_pay')).checkout_url);
      expect(page.html).toContain('wallet-form');
    });
  });

  it('gives the first way up, without a charge, when the shopper opens another', async () => {
    const order = await orderFor('card', 'open_banking');
    await visit(`${order.checkout_url}/card`);
    await visit(`${order.checkout_url}/open-banking`);
    expect((await orderNow(order.id)).attempts).toMatchObject([
      { method: 'card', status: 'abandoned' },
      { method: 'open_banking', status: 'ready' },
    ]);
  });

  it('takes the form of a way that gave way to another one for what it is: it pays, once', async () => {
    const order = await orderFor('card', 'open_banking');
    const page = await visit(`${order.checkout_url}/open-banking`);
    await visit(`${order.checkout_url}/card`);
    const typed = { customer_name: 'Ada', customer_email: 'ada@shopper.example' };
    await submit(page, formIn(page, 'open-banking-form'), typed);
    await submit(page, formIn(page, 'open-banking-form'), typed);
    expect(rig.sandbox.calls({ path: 'openbankings' })).toHaveLength(1);
    expect(rig.sandbox.calls({ method: 'POST', path: '/intents' })).toHaveLength(2);
    expect((await orderNow(order.id)).attempts).toMatchObject([
      { method: 'open_banking', status: 'challenged' },
      { method: 'card', status: 'abandoned' },
    ]);
  });

  it('charges nothing from the form of a way that was given up and has run out, and gives it back filled in', async () => {
    const order = await orderFor('card', 'open_banking');
    const page = await visit(`${order.checkout_url}/open-banking`);
    await visit(`${order.checkout_url}/card`);
    rig.advance(25 * MINUTE);
    const typed = { customer_name: 'Ada', customer_email: 'ada@shopper.example' };
    const again = await submit(page, formIn(page, 'open-banking-form'), typed);
    expect(again.status).toBe(409);
    expect(formIn(again, 'open-banking-form').fields).toMatchObject(typed);
    expect(rig.sandbox.calls({ path: 'openbankings' })).toHaveLength(0);
  });

  it('leaves the others after one has failed', async () => {
    const order = await orderFor('card', 'open_banking');
    const declined = await payAndAnswer(rig, `${order.checkout_url}/card`, 'Refuse');
    expect(declined.text).toContain('Your card was declined');
    const ways = linksIn(declined.html).find(({ label }) => label === 'Pay another way');
    const chooser = await visit(new URL(ways?.href ?? '', declined.url).href);
    expect(waysOn(chooser, order.checkout_url)).toEqual(['card', 'open-banking']);
    expect((await visit(`${order.checkout_url}/open-banking`)).html).toContain('open-banking-form');
  });

  it('goes back to the same way when the shopper tries that again', async () => {
    const order = await orderFor('card', 'open_banking');
    const declined = await payAndAnswer(rig, `${order.checkout_url}/card`, 'Refuse');
    const again = await submit(declined, formIn(declined, 'Try another card'));
    expect(again.url).toBe(`${order.checkout_url}/card`);
    expect(again.html).toContain('card-form');
  });

  it('shows no form any more once the order is paid', async () => {
    const order = await orderFor('card', 'open_banking');
    await payAndAnswer(rig, `${order.checkout_url}/card`);
    for (const way of ['card', 'open-banking', 'methods'])
      expect((await visit(`${order.checkout_url}/${way}`)).text).toContain('Payment received');
  });
});
