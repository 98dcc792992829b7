import { HOUR } from '../../src/kernel/clock';
import { answerBank, CHALLENGED, FRICTIONLESS, goToBank, payByCard } from '../support/shopper';
import { startShopAndCheckout, Visitor, type Setting } from './shop-rig';

describe('the demo shop', () => {
  let shop: Setting;
  let visitor: Visitor;
  beforeEach(async () => {
    shop = await startShopAndCheckout();
    visitor = new Visitor(shop.origin);
  });
  afterEach(() => shop.stop());

  const fill = async (button: RegExp): Promise<void> => {
    await visitor.open('/');
    await visitor.press(button);
  };
  const toCheckout = async (): Promise<string> => {
    await visitor.open('/basket');
    const { status, location } = await visitor.press('Go to checkout');
    expect(status).toBe(303);
    return String(location);
  };
  const orders = async () => (await shop.rig.dependencies.payments.orders.list({ limit: 10 })).items;
  const onlyOrder = async (): Promise<string> => {
    const all = await orders();
    expect(all).toHaveLength(1);
    return all[0]!.id;
  };

  it('sells what is in the basket through the checkout, and says that it is paid', async () => {
    await fill(/Harbour mug/);
    const pay = await toCheckout();
    expect(new URL(pay).origin).toBe(shop.rig.origin);
    const receipt = await payByCard(shop.rig, pay, FRICTIONLESS);
    expect(receipt.text).toContain('Harbour mug');

    const thanks = await visitor.open(`/thanks?order_id=${await onlyOrder()}`);
    expect(thanks.text).toContain('Thank you, your order is paid');
    expect(thanks.text).toContain('£10.99');
    expect((await visitor.open('/basket')).text).toContain('There is nothing in it yet');
    expect((await visitor.open('/orders')).text).toContain('Paid');
  });

  it('names on every page the card and the account that can be paid with', async () => {
    for (const page of ['/', '/basket', '/orders', '/club']) {
      const { text } = await visitor.open(page);
      expect(text).toContain('4543 0599 9999 9990');
      expect(text).toMatch(/20-00-00 .*55779911/s);
    }
  });

  it('believes the checkout and not the address the shopper comes back by', async () => {
    await fill(/Harbour mug/);
    await toCheckout();
    const thanks = await visitor.open(`/thanks?order_id=${await onlyOrder()}&status=paid`);
    expect(thanks.text).toContain('Your order is not paid yet');
    expect(visitor.link('Go on with the payment')).toContain('/checkout/');
    expect((await visitor.open('/basket')).text).toContain('Harbour mug');
  });

  it('says that a payment is being checked while the bank is asked, and keeps the shopper from paying again', async () => {
    await fill(/Harbour mug/);
    const atBank = await goToBank(await payByCard(shop.rig, await toCheckout(), CHALLENGED));
    const id = await onlyOrder();
    expect((await visitor.open(`/thanks?order_id=${id}`)).text).toContain('Your payment is being checked');
    expect((await visitor.open('/basket')).text).toContain('There is nothing in it yet');

    await answerBank(atBank, 'Approve');
    await visitor.open(`/thanks?order_id=${id}`);
    expect(visitor.page.text).toContain('your order is paid');
  });

  it('keeps the order open after a declined card', async () => {
    await fill(/Reading chair/);
    await payByCard(shop.rig, await toCheckout(), FRICTIONLESS);
    const thanks = await visitor.open(`/thanks?order_id=${await onlyOrder()}`);
    expect(thanks.text).toContain('Your order is not paid yet');
  });

  it('makes another order when the basket has changed', async () => {
    await fill(/Harbour mug/);
    const first = await toCheckout();
    await fill(/Harbour mug/);
    expect(await toCheckout()).not.toBe(first);
    expect((await orders()).map(({ amount }) => amount.minor).sort()).toEqual([1099, 2198]);
  });

  it('changes quantities and takes things out', async () => {
    await fill(/Harbour mug/);
    await visitor.press(/^\+$/);
    expect(visitor.page.text).toContain('£21.98');
    await visitor.press(/^−$/);
    expect(visitor.page.text).toContain('Total £10.99');
    await visitor.press(/^Remove/);
    expect(visitor.page.text).toContain('There is nothing in it yet');
  });

  it('shows nobody the order of somebody else', async () => {
    await fill(/Harbour mug/);
    await toCheckout();
    const stranger = new Visitor(shop.origin);
    const shown = await stranger.open(`/thanks?order_id=${await onlyOrder()}`);
    expect(shown.status).toBe(404);
    expect(shown.text).not.toContain('Harbour mug');
    expect((await stranger.open('/orders')).text).toContain('You have not ordered anything');
  });

  it.each([
    ['/basket', { product: 'mug' }],
    ['/basket/quantity', { product: 'mug', quantity: '2' }],
    ['/checkout', {}],
  ])('refuses a form without its token: %s', async (path, fields) => {
    await fill(/Harbour mug/);
    const refused = await visitor.send(path, { ...fields, _csrf: 'f'.repeat(64) });
    expect(refused.status).toBe(403);
    expect((await visitor.send(path, fields)).status).toBe(403);
    expect((await visitor.open('/basket')).text).toContain('Total £10.99');
    expect(await orders()).toHaveLength(0);
  });

  it('sends nobody to pay for an empty basket', async () => {
    await fill(/Harbour mug/);
    const stale = visitor.page;
    await visitor.press(/^Remove/);
    visitor.page = stale;
    expect((await visitor.press('Go to checkout')).text).toContain('There is nothing in it yet');
    expect(await orders()).toHaveLength(0);
  });

  it.each<[Record<string, string>, number]>([
    [{ product: 'kettle' }, 404],
    [{ product: '__proto__' }, 404],
    [{}, 404],
  ])('sells nothing that it does not have: %j', async (fields, status) => {
    await visitor.open('/');
    const token = /name="_csrf" value="(\w+)"/.exec(visitor.page.html)?.[1] ?? '';
    expect((await visitor.send('/basket', { ...fields, _csrf: token })).status).toBe(status);
  });

  it('forgets a session after a day', async () => {
    await fill(/Harbour mug/);
    shop.rig.clock.advance(24 * HOUR);
    expect((await visitor.open('/basket')).text).toContain('There is nothing in it yet');
  });

  it('loads nothing from elsewhere, runs no scripts and cannot be framed', async () => {
    const { headers, html } = await visitor.open('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split(';')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "frame-ancestors 'none'",
        `form-action 'self' ${shop.rig.origin}`,
      ]),
    );
    expect(policy).not.toContain('script-src');
    expect(html).not.toMatch(/<script|style=|\son\w+=|https?:\/\//);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toMatch(/^demo-shop=.*; HttpOnly; SameSite=Lax$/);
    expect(headers.has('x-powered-by')).toBe(false);
  });

  it('answers an unknown address with its own page', async () => {
    const shown = await visitor.open('/nothing-here');
    expect([shown.status, shown.text.includes('There is nothing here')]).toEqual([404, true]);
  });
});
