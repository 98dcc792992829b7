import type { Browser } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../support/browser';
import { until } from '../support/until';
import { ShopperAtScreen, startDemo, WIDTHS, type Demo } from './demo-rig';

describeInBrowser('the demo in a browser', () => {
  let browser: Browser;
  let demo: Demo;
  let shopper: ShopperAtScreen;

  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());
  beforeEach(async () => {
    demo = await startDemo();
    shopper = await ShopperAtScreen.at(browser, 1280);
  });
  afterEach(async () => {
    await shopper.leave();
    await demo.stop();
    expect(shopper.complaints).toEqual([]);
  });

  const orders = async () => (await demo.dependencies.payments.orders.list({ limit: 10 })).items;
  const onlyOrder = async () => (await demo.api('GET', `/orders/${(await orders())[0]?.id ?? ''}`)).body;
  const checkoutUrl = async () => `${demo.origin}/checkout/${(await orders())[0]?.token ?? ''}`;
  const capturedTransactions = () =>
    demo.sandbox.ledger().filter(({ status }) => status === 'Captured').length;

  it.each(WIDTHS)(
    'leads from the shop to a receipt and back to a shop that says paid, %d px wide',
    async (width) => {
      await shopper.leave();
      shopper = await ShopperAtScreen.at(browser, width);
      await shopper.buy(demo);
      await shopper.payUntilBank();
      await shopper.page.getByRole('button', { name: 'Approve' }).click();
      await shopper.sees('Payment received');
      expect(await shopper.overflows()).toBe(false);
      await shopper.page.getByRole('link', { name: 'Return to shop' }).click();
      await shopper.page.getByText(/paid/i).first().waitFor();
      expect(shopper.page.url()).toContain(demo.shopOrigin);
      expect(await onlyOrder()).toMatchObject({ status: 'paid', amount_captured: 1099 });
    },
  );

  it('takes a second card after the bank refused the first', async () => {
    await shopper.buy(demo);
    await shopper.payUntilBank();
    await shopper.page.getByRole('button', { name: 'Refuse' }).click();
    await shopper.sees('Your card was declined');
    await shopper.page.getByRole('button', { name: 'Try another card' }).click();
    await shopper.payUntilBank();
    await shopper.page.getByRole('button', { name: 'Approve' }).click();
    await shopper.sees('Payment received');
    expect(capturedTransactions()).toBe(1);
  });

  it('is paid when the tab is closed at the bank and only the notification comes', async () => {
    await shopper.buy(demo);
    await shopper.payUntilBank();
    await shopper.page.route(`${demo.origin}/**`, (route) => route.abort());
    await shopper.page.getByRole('button', { name: 'Approve' }).click({ noWaitAfter: true });
    await until(() => capturedTransactions() === 1, 'the payment at Blink');
    await shopper.page.close();
    await demo.settle();
    expect(await onlyOrder()).toMatchObject({ status: 'paid' });
    shopper.complaints.length = 0; // the browser complains about the closed door, as it should
  });

  it('is paid when the notification is withheld and only the return comes', async () => {
    demo.sandbox.notifications.withhold(true);
    await shopper.buy(demo);
    await shopper.payUntilBank();
    await shopper.page.getByRole('button', { name: 'Approve' }).click();
    await shopper.sees('Payment received');
    expect(await onlyOrder()).toMatchObject({ status: 'paid' });
  });

  it('takes a challenge up again from the checkout address on another device', async () => {
    await shopper.buy(demo);
    await shopper.payUntilBank();
    const phone = await ShopperAtScreen.at(browser, 360);
    await phone.page.goto(await checkoutUrl());
    await phone.sees('Your bank is waiting for you');
    await phone.page.getByRole('link', { name: 'Continue at your bank' }).click();
    await phone.page.getByRole('button', { name: 'Approve' }).click();
    await phone.sees('Payment received');
    expect(phone.complaints).toEqual([]);
    await phone.leave();
    expect(capturedTransactions()).toBe(1);
  });

  it('lets the shopper give a challenge up for another card', async () => {
    await shopper.buy(demo);
    await shopper.payUntilBank();
    await shopper.page.goto(await checkoutUrl());
    await shopper.page.getByRole('button', { name: 'Use another card instead' }).click();
    await shopper.choose('Card');
    await shopper.sees('Pay by card');
    await shopper.payUntilBank();
    await shopper.page.getByRole('button', { name: 'Approve' }).click();
    await shopper.sees('Payment received');
    expect(capturedTransactions()).toBe(1);
  });

  it('charges once when the button is pressed twice', async () => {
    await shopper.buy(demo);
    await shopper.typeCard();
    await shopper.page.getByRole('button', { name: /^Pay £/ }).dblclick();
    await shopper.page.getByText('Sandbox Bank').waitFor();
    expect(demo.sandbox.calls({ method: 'POST', path: 'creditcards' })).toHaveLength(1);
  });

  it('survives reload and back at every page', async () => {
    await shopper.buy(demo);
    await shopper.page.reload();
    await shopper.sees('Pay by card');
    await shopper.payUntilBank();
    await shopper.page.goBack();
    await shopper.sees('Your bank is waiting for you');
    await shopper.page.reload();
    await shopper.page.getByRole('link', { name: 'Continue at your bank' }).click();
    await shopper.page.getByRole('button', { name: 'Approve' }).click();
    await shopper.sees('Payment received');
    await shopper.page.reload();
    await shopper.sees('Payment received');
    await shopper.page.goto(await checkoutUrl());
    await shopper.sees('Payment received');
    expect(capturedTransactions()).toBe(1);
  });

  it('tells the shopper when Blink’s script is blocked, and posts nothing', async () => {
    await shopper.page.route('**/hostedfields.min.js', (route) => route.abort());
    await shopper.buy(demo);
    await shopper.page.getByText('The card fields could not be loaded.').waitFor();
    await shopper.page.getByLabel('Name on card').fill('Ada Shopper');
    await shopper.page.getByLabel('Name on card').press('Enter');
    expect(shopper.page.url()).toBe(`${await checkoutUrl()}/card`);
    expect(demo.sandbox.calls({ path: 'creditcards' })).toHaveLength(0);
    shopper.complaints.length = 0; // that a script was blocked
  });

  it('looks again by itself while a payment is being checked', async () => {
    demo.sandbox.notifications.withhold(true);
    demo.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-after' });
    await shopper.buy(demo);
    await shopper.typeCard({ expiry: '0130' });
    await shopper.pay();
    await shopper.sees('We are checking your payment');
    await demo.sandbox.notifications.deliverPending();
    await shopper.sees('Payment received');
  });

  it('says beside the field what is wrong with a card', async () => {
    await shopper.buy(demo);
    await shopper.typeCard({ number: '4111111111111112' });
    await shopper.pay();
    await shopper.page.getByText('Please check what is marked below.').waitFor();
    expect(demo.sandbox.calls({ path: 'creditcards' })).toHaveLength(0);
  });

  const isGood = async (): Promise<void> => {
    expect(await shopper.problemsAtAnyWidth()).toEqual([]);
  };

  it('has no accessibility violation on any page of the shop, the checkout and the bank', async () => {
    await shopper.page.goto(demo.shopOrigin);
    await isGood();
    await shopper.buy(demo);
    await isGood();
    await shopper.pay();
    await shopper.page.getByText('Please check what is marked below.').waitFor();
    await isGood();
    await shopper.payUntilBank();
    await isGood();
    await shopper.page.goto(await checkoutUrl());
    await shopper.sees('Your bank is waiting for you');
    await isGood();
    await shopper.page.getByRole('link', { name: 'Continue at your bank' }).click();
    await shopper.page.getByRole('button', { name: 'Refuse' }).click();
    await shopper.sees('Your card was declined');
    await isGood();
    await shopper.page.getByRole('button', { name: 'Try another card' }).click();
    await shopper.payUntilBank();
    await shopper.page.getByRole('button', { name: 'Approve' }).click();
    await shopper.sees('Payment received');
    await isGood();
    await shopper.page.goto(`${demo.origin}/checkout/nothing-here`);
    await isGood();
    await shopper.page.goto(`${demo.sandboxOrigin}/sandbox`);
    await isGood();
  });

  it('has none on the pages of orders that cannot be paid, and of payments that are being checked', async () => {
    await shopper.buy(demo);
    demo.sandbox.notifications.withhold(true);
    demo.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-after' });
    await shopper.typeCard({ expiry: '0130' });
    await shopper.pay();
    await shopper.sees('We are checking your payment');
    await isGood();
    const order = (
      await demo.api('POST', '/orders', { reference: 'E-1', amount: 500, currency: 'GBP', expires_in: 60 })
    ).body;
    demo.advance(61_000);
    await shopper.page.goto(order.checkout_url);
    await shopper.sees('This order has expired');
    await isGood();
  });
});
