import type { Browser } from 'playwright-core';
import { DAY, MINUTE } from '../../src/kernel/clock';
import { createRepeatPayment, DATES, running } from '../repeat-payments/pages/customer';
import { describeInBrowser, openBrowser } from '../support/browser';
import { startRig, type Rig } from '../support/rig';
import { ShopperAtScreen } from './demo-rig';

describeInBrowser('repeat payments in a browser', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());

  describe('on a phone and at a desk', () => {
    let rig: Rig;
    let shopper: ShopperAtScreen;
    beforeEach(async () => {
      rig = await startRig({
        sandbox: { repeatBody: 'documented' },
        env: { MERCHANT_NAME: 'Harbour & Home', SUPPORT_EMAIL: 'help@harbour.example' },
      });
      shopper = await ShopperAtScreen.at(browser, 360);
    });
    afterEach(async () => {
      await shopper.leave();
      await rig.stop();
    });

    const isGood = async (): Promise<void> => {
      expect(await shopper.problemsAtAnyWidth()).toEqual([]);
      expect(shopper.complaints).toEqual([]);
    };
    const button = (name: string | RegExp) => shopper.page.getByRole('button', { name });
    const sendCard = async (name: string | RegExp): Promise<void> => {
      await shopper.typeCard();
      await button(name).click();
    };
    const answerBank = async (answer: 'Approve' | 'Refuse'): Promise<void> => {
      await shopper.page.getByText('Sandbox Bank').waitFor();
      await button(answer).click();
    };
    const calls = (path: RegExp) => rig.sandbox.calls({ method: 'POST', path });

    it('agrees to a plan of equal payments, reads every day of it, and prints it', async () => {
      const { checkout_url } = await createRepeatPayment(rig, { success_url: 'https://shop.example/thanks' });
      await shopper.page.goto(checkout_url);
      await shopper.sees('Agree and pay by card');
      await isGood();
      await shopper.page.getByText('All 12 payments').click();
      await shopper.page.getByRole('cell', { name: '23 April 2027' }).waitFor();
      await isGood();
      await sendCard('Agree and pay £10.00 now');
      await answerBank('Approve');
      await shopper.sees('Your payments are set up');
      await isGood();
      expect(shopper.page.url()).toBe(checkout_url);
      expect(await shopper.page.getByRole('link', { name: 'Return to shop' }).isVisible()).toBe(true);
      await shopper.page.emulateMedia({ media: 'print' });
      expect(await shopper.page.getByRole('cell', { name: '23 April 2027' }).isVisible()).toBe(true);
      expect(await button('Print this page').isVisible()).toBe(false);
    });

    it('agrees to days and amounts of their own, with only a check of the card today', async () => {
      const { checkout_url } = await createRepeatPayment(rig, DATES);
      await shopper.page.goto(checkout_url);
      await shopper.sees('Agree and check your card');
      await shopper.page.getByRole('cell', { name: '24 December 2026' }).waitFor();
      await isGood();
      await sendCard('Agree and check card');
      await answerBank('Approve');
      await shopper.sees('Your payments are set up');
      await shopper.page.getByText('The next payment is £25.00 on 1 December 2026.').waitFor();
      await isGood();
    });

    it('starts with a second card after the bank refused the first', async () => {
      const { checkout_url } = await createRepeatPayment(rig);
      await shopper.page.goto(checkout_url);
      await sendCard(/^Agree and pay/);
      await answerBank('Refuse');
      await shopper.sees('Your card was declined');
      await isGood();
      await button('Try another card').click();
      await sendCard(/^Agree and pay/);
      await answerBank('Approve');
      await shopper.sees('Your payments are set up');
    });

    it('gives the bank up, and goes back to it, and pays with another card', async () => {
      const { checkout_url } = await createRepeatPayment(rig);
      await shopper.page.goto(checkout_url);
      await sendCard(/^Agree and pay/);
      await shopper.page.getByText('Sandbox Bank').waitFor();
      await shopper.page.goto(checkout_url);
      await shopper.sees('Your bank is waiting for you');
      await isGood();
      await shopper.page.getByRole('link', { name: 'Continue at your bank' }).click();
      await shopper.page.getByText('Sandbox Bank').waitFor();
      await shopper.page.goto(checkout_url);
      await button('Use another card instead').click();
      await shopper.sees('Agree and pay by card');
      await sendCard(/^Agree and pay/);
      await answerBank('Approve');
      await shopper.sees('Your payments are set up');
    });

    it('starts once when the button is pressed twice', async () => {
      const { checkout_url } = await createRepeatPayment(rig);
      await shopper.page.goto(checkout_url);
      await shopper.typeCard();
      await button(/^Agree and pay/).dblclick();
      await answerBank('Approve');
      await shopper.sees('Your payments are set up');
      expect(calls(/\/repeat-payments$/)).toHaveLength(1);
    });

    it('finds its way by the back button and by reloading', async () => {
      const { checkout_url } = await createRepeatPayment(rig);
      await shopper.page.goto(checkout_url);
      await sendCard(/^Agree and pay/);
      await shopper.page.getByText('Sandbox Bank').waitFor();
      await shopper.page.goBack();
      await shopper.sees('Your bank is waiting for you');
      await shopper.page.reload();
      await shopper.page.getByRole('link', { name: 'Continue at your bank' }).click();
      await answerBank('Approve');
      await shopper.sees('Your payments are set up');
      await shopper.page.reload();
      await shopper.sees('Your payments are set up');
      expect(calls(/\/repeat-payments$/)).toHaveLength(1);
    });

    it('waits for news by itself while the outcome is not known', async () => {
      const { checkout_url } = await createRepeatPayment(rig);
      rig.sandbox.breakNext({ method: 'POST', path: '/repeat-payments' }, { kind: 'reset-after' });
      await shopper.page.goto(checkout_url);
      await sendCard(/^Agree and pay/);
      await shopper.sees('We are checking whether your payments are set up');
      await isGood();
      await button('Check again').click();
      await shopper.sees('We are checking whether your payments are set up');
    });

    it('replaces the card after a payment failed', async () => {
      const { checkout_url } = await running(rig);
      rig.sandbox.nextPayment({ outcome: 'declined' });
      rig.advance(14 * DAY);
      await rig.settle();
      await rig.sweep();
      await shopper.page.goto(checkout_url);
      await shopper.sees('A payment did not go through');
      await isGood();
      await shopper.page.getByRole('link', { name: 'Replace your card' }).click();
      await shopper.sees('Replace your card');
      await isGood();
      await button('Use this card').click();
      await shopper.page.getByText('Enter the card number').waitFor();
      await isGood();
      await shopper.typeOnlyCard();
      await button('Use this card').dblclick();
      await shopper.sees('Your payments are set up');
      await shopper.page.getByText('Your new card is in place').waitFor();
      await isGood();
      expect(calls(/\/repeat-payments\/card\//)).toHaveLength(1);
    });

    it('renews its form before the intent ends, keeps what was typed, and starts with the new one', async () => {
      await shopper.page.clock.install({ time: 0 });
      await shopper.page.clock.pauseAt(1_000); // from here on only `pass` moves it
      const pass = async (milliseconds: number): Promise<void> => {
        rig.advance(milliseconds);
        await shopper.page.clock.runFor(milliseconds);
      };
      const { checkout_url } = await createRepeatPayment(rig);
      await shopper.page.goto(checkout_url);
      await shopper.page.locator('#card-form[data-phase="ready"]').waitFor();
      await shopper.typeCard();
      await pass(28 * MINUTE);
      await shopper.page.getByText('Renewed. You can carry on.').waitFor();
      expect(await shopper.page.getByLabel('Name on card').inputValue()).toBe('Ada Shopper');
      await button('Agree and pay £10.00 now').click();
      await answerBank('Approve');
      await shopper.sees('Your payments are set up');
      expect(calls(/\/repeat-payments$/)).toHaveLength(1);
    });

    it('fits a window of 320 pixels, and one that is zoomed to it', async () => {
      await shopper.page.setViewportSize({ width: 320, height: 256 });
      const { checkout_url } = await createRepeatPayment(rig, {
        ...{ amount: 99_999_999, first_amount: 88_888_888, frequency: 'months', instalments: 300 },
        start_date: '2026-12-31',
        reference: 'A-REFERENCE-WITHOUT-A-SPACE-THAT-GOES-ON-AND-ON-AND-ON-AND-ON',
      });
      await shopper.page.goto(checkout_url);
      await shopper.page.getByText('All 300 payments').click();
      expect(await shopper.overflows()).toBe(false);
      await sendCard('Agree and check card');
      await answerBank('Approve');
      await shopper.sees('Your payments are set up');
      await shopper.page.getByText('294 later payments').click();
      expect(await shopper.overflows()).toBe(false);
    });

    it('tells what failed from what went well without colours', async () => {
      const { checkout_url } = await running(rig);
      await shopper.page.emulateMedia({ forcedColors: 'active' });
      await shopper.page.goto(checkout_url);
      await shopper.sees('Your payments are set up');
      await isGood();
    });
  });

  it('still leads to the bank, and lets the customer look again, without JavaScript', async () => {
    const rig = await startRig();
    const context = await browser.newContext({ javaScriptEnabled: false });
    try {
      const page = await context.newPage();
      const { checkout_url } = await createRepeatPayment(rig);
      await page.goto(checkout_url);
      expect(await page.getByRole('button', { name: /^Agree and pay/ }).isDisabled()).toBe(true);
      const scripted = await ShopperAtScreen.at(browser, 360);
      await scripted.page.goto(checkout_url);
      await scripted.typeCard();
      await scripted.page.getByRole('button', { name: /^Agree and pay/ }).click();
      await scripted.page.getByText('Sandbox Bank').waitFor();
      await scripted.leave();
      await page.goto(checkout_url);
      await page.getByRole('link', { name: 'Continue at your bank' }).click();
      await page.getByRole('button', { name: 'Continue to your bank' }).click();
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('heading', { level: 1, name: 'Your payments are set up' }).waitFor();
      await page.locator('summary').first().click();
      expect(await page.getByRole('cell', { name: '23 April 2027' }).isVisible()).toBe(true);
    } finally {
      await context.close();
      await rig.stop();
    }
  });
});
