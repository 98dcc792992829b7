/// <reference lib="dom" />
import type { Browser } from 'playwright-core';
import { MINUTE } from '../../src/kernel/clock';
import { ShopperAtScreen } from '../browser/demo-rig';
import { describeInBrowser, openBrowser } from '../support/browser';
import { createOrder } from '../support/shopper';
import { startRig, type Rig } from '../support/rig';

describeInBrowser('the card page in a browser', () => {
  let browser: Browser;
  let rig: Rig;
  let shopper: ShopperAtScreen;
  let posts: string[];

  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());
  beforeEach(async () => {
    rig = await startRig({ env: { SUPPORT_EMAIL: 'help@shop.example' } });
    shopper = await ShopperAtScreen.at(browser, 360);
    await shopper.page.clock.install({ time: 0 });
    await shopper.page.clock.pauseAt(1_000); // from here on only the tests move it
    posts = [];
    shopper.page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().startsWith(rig.origin))
        posts.push(new URL(request.url()).pathname.replace(/^\/checkout\/[^/]+/, ''));
    });
  });
  afterEach(async () => {
    await shopper.leave();
    await rig.stop();
  });

  const form = () => shopper.page.locator('#card-form');
  const phase = (name: string) => shopper.page.locator(`#card-form[data-phase="${name}"]`).waitFor();
  const open = async (): Promise<void> => {
    await shopper.page.goto((await createOrder(rig)).checkout_url);
  };
  const openReady = async (): Promise<void> => {
    await open();
    await phase('ready');
  };
  /** The same time passes in the browser and on the server. */
  const pass = async (milliseconds: number): Promise<void> => {
    rig.advance(milliseconds);
    await shopper.page.clock.runFor(milliseconds);
  };
  const hidden = (name: string) => form().locator(`input[type="hidden"][name="${name}"]`).inputValue();
  const submitByForce = () => form().evaluate((element: HTMLFormElement) => element.requestSubmit());
  /** From when on the page asks for a new intent. */
  const untilWarning = async (): Promise<number> => {
    const [expires, rendered] = await form().evaluate(({ dataset }: HTMLFormElement) => [
      dataset['expiresAt'],
      dataset['renderedAt'],
    ]);
    return Date.parse(String(expires)) - Date.parse(String(rendered)) - 2 * MINUTE;
  };

  it.each([1280, 360])(
    'says of each empty card field what is missing, beside it, %i px wide, when everything else is filled in',
    async (width) => {
      await shopper.page.setViewportSize({ width, height: 800 });
      await openReady();
      await shopper.page.getByLabel('Name on card').fill('Ada Shopper');
      await shopper.page.getByLabel('Email').fill('ada@shopper.example');
      await shopper.pay();
      await shopper.page.locator('.hosted.is-invalid').nth(2).waitFor();
      expect(await shopper.page.locator('.hosted .field__error').allTextContents()).toEqual([
        'Enter the card number',
        'Enter the expiry date',
        'Enter the security code',
      ]);
      expect(await shopper.page.locator('#card-message').textContent()).toBe(
        'Please check what is marked below.',
      );
      for (const error of await shopper.page.locator('.hosted .field__error').all())
        expect(await error.isVisible()).toBe(true);
      expect(await shopper.page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
      expect(posts).toEqual([]);
    },
  );

  it.each([
    ['its label', { 'Card number': 'This card has expired' }],
    ['its label, written otherwise', { ' card  number * ': 'This card has expired' }],
    ['its type', { cardNumber: 'This card has expired' }],
  ])('shows a reason that Blink’s script gives by %s beside its field', async (_, invalid) => {
    await openReady();
    await shopper.page.evaluate(
      `jQuery('#card-form').trigger('hostedform:invalid', [${JSON.stringify({ invalid })}])`,
    );
    const box = shopper.page.locator('.hosted', {
      has: shopper.page.getByText('Card number', { exact: true }),
    });
    expect(await box.locator('.field__error').textContent()).toBe('This card has expired');
  });

  it('says what is missing beside each field, Blink’s included, and moves to the first', async () => {
    await openReady();
    await shopper.pay();
    const errors = await shopper.page.locator('.field__error').allTextContents();
    expect(errors).toEqual([
      'Enter your email address',
      'Enter the card number',
      'Enter the expiry date',
      'Enter the security code',
      'Enter the name on the card',
    ]);
    expect(await shopper.page.evaluate(() => document.activeElement?.id)).toBe('customer_email');
    expect(await shopper.page.locator('iframe').first().getAttribute('title')).toBe(
      'Card number. Enter the card number',
    );
    expect(posts).toEqual([]);
  });

  it('forgets what was wrong once it is put right', async () => {
    await openReady();
    await shopper.pay();
    await shopper.typeCard();
    expect((await shopper.page.locator('.field__error').allTextContents()).join('')).toBe('');
    expect(await shopper.page.locator('#card-message').textContent()).toBe('');
  });

  it('tells the bank about the browser', async () => {
    await openReady();
    expect(await hidden('device_capabilities')).toBe('javascript');
    expect(await hidden('device_screen_resolution')).toMatch(/^\d+x\d+x\d+$/);
    expect(await hidden('device_timezone')).toMatch(/^-?\d+$/);
    expect(await hidden('device_accept_language')).toBe('en-US');
  });

  it('explains itself when the card could not be checked, and lets the shopper try again', async () => {
    await openReady();
    rig.sandbox.breakNext({ method: 'POST', path: 'paymentform' }, { kind: 'html' });
    await shopper.typeCard();
    await shopper.pay();
    await shopper.page.getByText(/^Your card could not be checked.*Nothing was charged/).waitFor();
    expect(posts).toEqual([]);
    await shopper.pay();
    await shopper.page.getByText('Sandbox Bank').waitFor();
    expect(posts).toEqual(['/card']);
  });

  it.each([
    ['jQuery', '**/jquery*'],
    ['Blink’s script', '**/hostedfields.min.js'],
    ['Blink’s frames', '**/hostedfields.php*'],
  ])('explains itself and posts nothing when %s does not arrive', async (_what, address) => {
    await shopper.page.route(address, (route) => route.abort());
    await open();
    await shopper.page.clock.runFor(10_000);
    await phase('failed');
    await shopper.page.getByText('The card fields could not be loaded.').waitFor();
    await submitByForce();
    expect(await shopper.page.evaluate(() => document.activeElement?.id)).toBe('card-unavailable');
    expect(posts).toEqual([]);
  });

  it('explains itself even when our own script does not arrive, and cannot be submitted', async () => {
    await shopper.page.clock.resume();
    await shopper.page.route('**/checkout.js*', (route) => route.abort());
    await open();
    const explanation = shopper.page.getByText('The card fields could not be loaded.');
    expect(await explanation.isVisible()).toBe(false);
    // 15 seconds of a style sheet's time, which no clock of ours moves
    await shopper.page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
    expect(await explanation.isVisible()).toBe(true);
    expect(await shopper.page.getByRole('button', { name: /^Pay/ }).isDisabled()).toBe(true);
  });

  it('has fields that nobody can type a card number into before Blink’s script has replaced them', async () => {
    await shopper.page.route('**/hostedfields.min.js', (route) => route.abort());
    await open();
    const inputs = shopper.page.locator('input[type^="hostedfield:"]');
    expect(await inputs.count()).toBe(3);
    for (const input of await inputs.all()) expect(await input.isVisible()).toBe(false);
  });

  it('shows that it is paying, and cannot be submitted again meanwhile', async () => {
    await openReady();
    await shopper.page.route('**/card', (route) => route.abort('aborted')); // as when no answer comes
    await shopper.typeCard();
    await shopper.pay();
    await phase('sent');
    const button = shopper.page.getByRole('button', { name: 'Paying…' });
    expect(await button.isDisabled()).toBe(true);
    await submitByForce();
    expect(posts).toEqual(['/card']);
    await shopper.page.clock.runFor(70_000);
    await shopper.page.getByText('Please do not pay twice').waitFor();
  });

  it('renews its intent before that ends, keeps what was typed, and is paid with the new one', async () => {
    await openReady();
    await shopper.typeCard();
    const [attempt, intent] = [await hidden('attempt_id'), await hidden('payment_intent')];
    await pass((await untilWarning()) - 5_000);
    expect(posts).toEqual([]);
    await pass(6_000);
    await shopper.page.getByText('Renewed. You can carry on.').waitFor();
    expect(posts).toEqual(['/renew']);
    expect(await hidden('attempt_id')).not.toBe(attempt);
    expect(await hidden('payment_intent')).not.toBe(intent);
    expect(await shopper.page.getByLabel('Name on card').inputValue()).toBe('Ada Shopper');
    await shopper.pay();
    await shopper.page.getByText('Sandbox Bank').waitFor();
  });

  it('is drawn anew, and not renewed in place, when the amount is another by now', async () => {
    const order = await createOrder(rig);
    await shopper.page.goto(order.checkout_url);
    await phase('ready');
    await shopper.typeCard();
    const warning = await untilWarning();
    expect((await rig.api('PATCH', `/orders/${order.id}`, { amount: 2000 })).status).toBe(200);
    await pass(warning + 1_000);
    await shopper.page.getByRole('button', { name: 'Pay £20.00' }).waitFor();
    expect(await hidden('shown_amount')).toBe('2000');
    expect(posts).toEqual(['/renew']);
    expect(await shopper.page.getByText('£10.99').count()).toBe(0);
    await phase('ready');
    await shopper.typeCard();
    await shopper.pay();
    await shopper.page.getByText('Sandbox Bank').waitFor();
    expect(posts).toEqual(['/renew', '/card']);
  });

  it('is drawn anew, too, by a server that does not say what it would show', async () => {
    await openReady();
    const attempt = await hidden('attempt_id');
    const body = { attempt_id: attempt, expires_at: '2027-01-01T00:00:00Z', hidden: [] };
    await shopper.page.route('**/renew', (route) => route.fulfill({ json: body }));
    const drawn = shopper.page.waitForEvent('domcontentloaded');
    await pass((await untilWarning()) + 1_000);
    await drawn;
    await phase('ready');
    expect(posts).toEqual(['/renew']);
  });

  it('keeps trying to renew, and when time is over asks to load the page again and posts nothing', async () => {
    await openReady();
    await shopper.typeCard();
    await shopper.page.route('**/renew', (route) => route.abort());
    await pass((await untilWarning()) + 1_000);
    await shopper.page.getByText('could not be renewed yet').waitFor();
    await pass(20_000);
    await pass(2 * MINUTE);
    await shopper.page
      .locator('#renewal-status')
      .getByRole('link', { name: 'load the page again' })
      .waitFor();
    expect(posts.length).toBeGreaterThanOrEqual(2);
    await shopper.pay();
    expect(posts.every((path) => path === '/renew')).toBe(true);
    await shopper.page.unroute('**/renew');
    await pass(20_000);
    await shopper.page.getByText('Renewed. You can carry on.').waitFor();
    await shopper.pay();
    await shopper.page.getByText('Sandbox Bank').waitFor();
  });

  it('does not renew what can no longer be paid: it asks to load the page again, once', async () => {
    await openReady();
    await shopper.page.route('**/renew', (route) => route.fulfill({ status: 409, body: '{}' }));
    await pass((await untilWarning()) + 1_000);
    await shopper.page
      .locator('#renewal-status')
      .getByRole('link', { name: 'load the page again' })
      .waitFor();
    await pass(MINUTE);
    expect(posts).toEqual(['/renew']);
  });
});
