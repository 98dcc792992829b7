import type { Browser } from 'playwright-core';
import { DAY } from '../../src/kernel/clock';
import { hear } from '../support/paid';
import { describeInBrowser, openBrowser } from '../support/browser';
import { ShopperAtScreen, startDemo, type Demo } from './demo-rig';

describeInBrowser('every way to pay in a browser', () => {
  let browser: Browser;
  let demo: Demo;
  let shopper: ShopperAtScreen;

  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());
  beforeEach(async () => {
    demo = await startDemo();
    shopper = await ShopperAtScreen.at(browser, 360);
  });
  afterEach(async () => {
    await shopper.leave();
    await demo.stop();
    expect(shopper.complaints).toEqual([]);
  });

  const onlyOrder = async () => {
    const [order] = (await demo.dependencies.payments.orders.list({ limit: 1 })).items;
    return (await demo.api('GET', `/orders/${order?.id ?? ''}`)).body;
  };

  const isGood = async (): Promise<void> => {
    expect(await shopper.problemsAtAnyWidth()).toEqual([]);
  };

  const fillPayer = async (): Promise<void> => {
    await shopper.page.getByLabel('Your name').fill('Ada Shopper');
    await shopper.page.getByLabel('Email').fill('ada@shopper.example');
  };

  it('shows the ways that this device has, all of them in the demo', async () => {
    await shopper.goToCheckout(demo);
    await shopper.page.getByText('Google Pay').waitFor();
    await shopper.page.getByText('Apple Pay').waitFor();
    expect(await shopper.page.locator('.method:visible .method__label').allTextContents()).toEqual([
      'Apple Pay',
      'Google Pay',
      'Card',
      'Bank transfer',
      'Direct Debit',
    ]);
    await isGood();
  });

  it('hides a wallet whose script was stopped or that the device does not have', async () => {
    await shopper.page.route('**/gp/p/js/pay.js', (route) => route.abort());
    await shopper.page.addInitScript('window.ApplePaySession = { canMakePayments: () => false }');
    await shopper.goToCheckout(demo);
    await shopper.page.waitForLoadState('load');
    expect(await shopper.page.locator('.method:visible .method__label').allTextContents()).toEqual([
      'Card',
      'Bank transfer',
      'Direct Debit',
    ]);
    shopper.complaints.length = 0; // the browser complains about the script that was stopped
  });

  it('pays from a bank account, after a first refusal there', async () => {
    await shopper.goToCheckout(demo);
    await shopper.choose('Bank transfer');
    await shopper.sees('Pay by bank transfer');
    await isGood();
    await shopper.page.getByRole('button', { name: 'Continue to your bank' }).click();
    await shopper.page.getByText('Enter your name').waitFor();
    await isGood();
    await fillPayer();
    await shopper.page.getByRole('button', { name: 'Continue to your bank' }).click();
    await shopper.page.getByRole('button', { name: 'Refuse' }).waitFor();
    const { checkout_url: checkoutUrl } = await onlyOrder();
    await shopper.page.goto(checkoutUrl);
    await shopper.sees('Your bank is waiting for you');
    await isGood();
    await shopper.page.getByRole('link', { name: 'Continue at your bank' }).click();
    await shopper.page.getByRole('button', { name: 'Refuse' }).click();
    await shopper.sees('Your bank transfer was not made');
    await isGood();
    await shopper.page.getByRole('button', { name: 'Try your bank again' }).click();
    await shopper.sees('Pay by bank transfer');
    await shopper.page.getByRole('button', { name: 'Continue to your bank' }).click();
    await shopper.page.getByRole('button', { name: 'Approve' }).click();
    await shopper.sees('Payment received');
    await isGood();
    expect(await onlyOrder()).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it('sets a direct debit up, after what was wrong was said beside its field', async () => {
    await shopper.goToCheckout(demo);
    await shopper.choose('Direct Debit');
    await shopper.sees('Pay by Direct Debit');
    await isGood();
    const field = (label: string) => shopper.page.getByLabel(label, { exact: true });
    await field('Given name').fill('Ada');
    await field('Family name').fill('Shopper');
    await field('Email').fill('ada@shopper.example');
    await field('Name on the account').fill('A Shopper');
    await field('Sort code').fill('20-00-0');
    await field('Account number').fill('55779911');
    await shopper.page.getByRole('button', { name: /^Set up Direct Debit/ }).click();
    await shopper.page.getByText('Enter the 6 digits of your sort code').waitFor();
    expect(await field('Sort code').getAttribute('aria-invalid')).toBe('true');
    expect(await field('Given name').inputValue()).toBe('Ada');
    await isGood();
    await field('Sort code').fill('20-00-00');
    await shopper.page.getByRole('button', { name: /^Set up Direct Debit/ }).dblclick();
    await shopper.sees('Your Direct Debit is set up');
    await isGood();
    expect(demo.sandbox.calls({ method: 'POST', path: 'directdebits' })).toHaveLength(1);
    expect(await onlyOrder()).toMatchObject({ status: 'processing', amount_captured: 0 });
    demo.sandbox.portal.failDebit(demo.sandbox.ledger()[0]?.id ?? '');
    await demo.settle();
    await shopper.page.reload();
    await shopper.sees('Your Direct Debit was not paid');
    await isGood();
  });

  it('shows the receipt of a direct debit on the day it is paid out, and says so when it is taken back', async () => {
    await shopper.goToCheckout(demo);
    await shopper.choose('Direct Debit');
    const field = (label: string) => shopper.page.getByLabel(label, { exact: true });
    await field('Company (optional)').fill('Shopper Ltd');
    await field('Email').fill('ada@shopper.example');
    await field('Name on the account').fill('Shopper Ltd');
    await field('Sort code').fill('200000');
    await field('Account number').fill('55779911');
    await shopper.page.getByRole('button', { name: /^Set up Direct Debit/ }).click();
    await shopper.sees('Your Direct Debit is set up');
    demo.advance(8 * DAY);
    await hear(demo);
    await shopper.page.reload();
    await shopper.sees('Payment received');
    await shopper.page.getByText('Direct Debit', { exact: true }).waitFor();
    await isGood();
    demo.sandbox.portal.chargeBack(demo.sandbox.ledger()[0]?.id ?? '');
    await hear(demo);
    await shopper.page.reload();
    await shopper.sees('This payment was taken back');
    await isGood();
  });

  it.each(['Google Pay', 'Apple Pay'])('pays with %s, after its sheet was closed once', async (wallet) => {
    await shopper.goToCheckout(demo);
    await shopper.choose(wallet);
    await shopper.sees(`Pay with ${wallet}`);
    const button = shopper.page.getByRole('button', { name: wallet });
    await button.click();
    await shopper.page.getByText('Enter your name').waitFor();
    expect(await shopper.page.locator('dialog').count()).toBe(0);
    await isGood();
    await fillPayer();
    await button.click();
    await shopper.page.getByRole('button', { name: 'Cancel' }).click();
    expect(demo.sandbox.calls({ method: 'POST', path: 'pay/v1/googlepay' })).toHaveLength(0);
    await button.click();
    await shopper.page.getByRole('button', { name: 'Pay', exact: true }).click();
    await shopper.sees('Payment received');
    await shopper.page.getByText(wallet, { exact: true }).waitFor();
    await isGood();
    expect(await onlyOrder()).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it.each(['Google Pay', 'Apple Pay'])('takes another try with %s after a refusal', async (wallet) => {
    demo.sandbox.nextPayment({ outcome: 'declined' });
    const confirm = async () => {
      await fillPayer();
      await shopper.page.getByRole('button', { name: wallet }).click();
      await shopper.page.getByRole('button', { name: 'Pay', exact: true }).click();
    };
    await shopper.goToCheckout(demo);
    await shopper.choose(wallet);
    await confirm();
    await shopper.sees('Your payment was declined');
    await isGood();
    await shopper.page.getByRole('button', { name: 'Try again' }).click();
    await confirm();
    await shopper.sees('Payment received');
    expect(await onlyOrder()).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it('goes from Google Pay to the bank when the bank asks, and may be refused or approved there', async () => {
    demo.sandbox.set({ googlePayAnswer: 'acsform' });
    const confirm = async () => {
      await fillPayer();
      await shopper.page.getByRole('button', { name: 'Google Pay' }).click();
      await shopper.page.getByRole('button', { name: 'Pay', exact: true }).click();
    };
    await shopper.goToCheckout(demo);
    await shopper.choose('Google Pay');
    await confirm();
    await shopper.page.getByRole('button', { name: 'Refuse' }).click();
    await shopper.sees('Your payment was declined');
    await isGood();
    await shopper.page.getByRole('link', { name: 'Pay another way' }).click();
    await shopper.sees('How would you like to pay?');
    await shopper.choose('Google Pay');
    await confirm();
    await shopper.page.getByRole('button', { name: 'Approve' }).click();
    await shopper.sees('Payment received');
    expect(await onlyOrder()).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it('says that a wallet is not there when its script was stopped, and offers the other ways', async () => {
    await shopper.goToCheckout(demo);
    await shopper.page.route('**/google-pay-api.js', (route) => route.abort());
    await shopper.choose('Google Pay');
    await shopper.page.getByText('Google Pay is not available in this browser').waitFor();
    await isGood();
    await shopper.page.getByRole('link', { name: 'Pay another way' }).click();
    await shopper.sees('How would you like to pay?');
    shopper.complaints.length = 0; // the browser complains about the script that was stopped
  });
});
