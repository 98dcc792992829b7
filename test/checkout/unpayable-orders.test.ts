import { MINUTE } from '../../src/kernel/clock';
import { newOrderFrom } from '../../src/orders/api/new-order';
import type { NewOrderBody } from '../../src/orders/api/order-schemas';
import { createOrder as keepOrder } from '../../src/orders/store/change-order';
import { paths } from '../../src/kernel/paths';
import { startRig, type Rig } from '../support/rig';
import { createOrder, formIn, post, submit, visit, type ShownPage } from '../support/shopper';

describe('an order that cannot be paid any more', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig({ sandbox: { currencies: ['GBP', 'EUR'] } })));
  afterEach(() => rig.stop());

  const inEuros = (...payment_methods: string[]) =>
    createOrder(rig, { currency: 'EUR', payment_methods, cancel_url: 'https://shop.example/basket' });
  const intentsAsked = () => rig.sandbox.calls({ method: 'POST', path: '/intents' }).length;
  const expectCalm = (page: ShownPage): void => {
    expect(page.text).toContain('This order cannot be paid here');
    expect(page.text).toContain('Nothing was taken');
    expect(page.text).not.toMatch(/could not reach|try again/i);
  };

  /** As a release before this one took it. */
  async function ofOldRelease(order: Omit<NewOrderBody, 'reference'>): Promise<string> {
    const { payments } = rig.dependencies;
    const kept = newOrderFrom({ reference: 'OLD-1', ...order }, payments, null);
    return rig.origin + paths.checkout(await keepOrder(payments, kept, { by: 'api' }));
  }

  it.each(['card', 'direct_debit', 'google_pay', 'apple_pay'] as const)(
    'for being too small for %s says so calmly, and asks nothing of Blink',
    async (method) => {
      const page = await visit(
        await ofOldRelease({ amount: 99, currency: 'GBP', payment_methods: [method] }),
      );
      expect(page.status).toBe(503);
      expectCalm(page);
      expect(rig.sandbox.calls({ path: '/api/' })).toHaveLength(0);
      expect(rig.log.text()).toContain('no way to pay is open for an order');
    },
  );

  it.each(['open_banking', 'direct_debit'] as const)(
    'for a currency that %s lacks says so, too',
    async (method) => {
      const address = await ofOldRelease({ amount: 5_000, currency: 'EUR', payment_methods: [method] });
      expectCalm(await visit(address));
      expectCalm(await visit(`${address}/${method.replace('_', '-')}`));
      expect(intentsAsked()).toBe(0);
    },
  );

  it('because the account has lost its currency says so when Blink refuses the form, and does not ask again and again', async () => {
    const order = await inEuros('card');
    rig.sandbox.set({ currencies: ['GBP'] });
    for (let times = 0; times < 3; times++) expectCalm(await visit(order.checkout_url));
    expect(intentsAsked()).toBe(1);
    expect((await visit(order.checkout_url)).html).toContain('https://shop.example/basket');
    expect(rig.log.text()).not.toContain('a way to pay is hidden');
    const other = await createOrder(rig, { payment_methods: ['card'] });
    expect((await visit(other.checkout_url)).html).toContain('card-form');
  });

  it('is payable again once the account has its currency back', async () => {
    const order = await inEuros('card');
    rig.sandbox.set({ currencies: ['GBP'] });
    expectCalm(await visit(order.checkout_url));
    rig.sandbox.set({ currencies: ['GBP', 'EUR'] });
    rig.advance(MINUTE);
    expect((await visit(order.checkout_url)).html).toContain('card-form');
  });

  it('because the account has lost its currency says so by the newest token, without asking for a form', async () => {
    const order = await inEuros('card', 'google_pay');
    rig.sandbox.set({ currencies: ['GBP'] });
    rig.advance(31 * MINUTE);
    expectCalm(await visit(order.checkout_url));
    expectCalm(await visit(`${order.checkout_url}/card`));
    expect(intentsAsked()).toBe(0);
  });

  it('in one of its ways only leads to the others', async () => {
    const order = await createOrder(rig, { amount: 99, payment_methods: ['card', 'open_banking'] });
    const page = await visit(`${order.checkout_url}/card`);
    expect(page.html).toContain('open-banking-form');
    expect(rig.sandbox.calls({ path: 'intents' })).toHaveLength(1);
  });

  it('says so instead of another form when its card was refused, and the currency went meanwhile', async () => {
    const order = await inEuros('card');
    const page = await visit(order.checkout_url);
    rig.sandbox.set({ currencies: ['GBP'] });
    rig.advance(31 * MINUTE);
    await rig.api('POST', '/orders', { reference: 'R', amount: 500, currency: 'GBP' }); // renews what is known
    const again = await submit(page, formIn(page, 'card-form'), {
      customer_name: 'Ada',
      customer_email: 'ada@shopper.example',
      paymentToken: 'x',
    });
    expectCalm(again);
    const renewed = await post(`${order.checkout_url}/renew`, {}, rig.origin);
    expect(renewed.status).toBe(409);
  });
});
