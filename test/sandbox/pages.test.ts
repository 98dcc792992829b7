import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../support/browser';
import { cardPayment, intentRequest, pay, startClient, type Client, type Json } from './sandbox-client';
import { openShop, type Shop } from './shop';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

describeInBrowser('the pages of the sandbox', () => {
  let browser: Browser;
  let client: Client;
  let shop: Shop;
  let shown = '';
  beforeAll(async () => {
    browser = await openBrowser();
    client = await startClient();
    shop = await openShop((_req, res) => res.setHeader('content-type', 'text/html').end(shown));
  });
  afterAll(async () => {
    await browser.close();
    await client.close();
    await shop.close();
  });

  const openAt = async (width: number): Promise<Page> =>
    (await browser.newContext({ viewport: { width, height: 800 } })).newPage();
  const goToBank = async (page: Page): Promise<void> => {
    const { body: intent } = await client.api(
      'POST',
      '/intents',
      intentRequest({ return_url: `${shop.origin}/return` }),
    );
    const { body } = await client.api('POST', '/creditcards', await cardPayment(client, intent));
    shown = `<!doctype html><title>Shop</title>${String(body['acsform'])}`;
    await page.goto(shop.origin);
    await page.click('#btnSubmit');
  };
  const startSchedule = async (): Promise<void> => {
    const { body: intent } = await client.api('POST', '/intents', intentRequest());
    await client.api('POST', '/repeat-payments', {
      ...(await cardPayment(client, intent, { type: 2 })),
      payment_type: 'fixed_schedule',
      currency: 'GBP',
      frequency: 'weeks',
      frequency_duration: 2,
      recurring_amount: 12.5,
      reference: 'rp_0123456789abcdefghijkl.0123456789abcdefghijkl',
    });
    expect(client.sandbox.control.schedules.list()).not.toEqual([]);
  };
  /** Run through the debugger: the page's own policy stays as it is. */
  const problemsOn = async (page: Page): Promise<string[]> => {
    await page.evaluate(AXE);
    return page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
    );
  };
  const fits = (page: Page): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');

  it.each([360, 1280])(
    'are accessible and fit a screen %d wide',
    async (width) => {
      const page = await openAt(width);
      await pay(client);
      await startSchedule();
      await goToBank(page);
      expect(await page.getByText('Sandbox.').count()).toBe(1);
      expect(await problemsOn(page)).toEqual([]);
      expect(await fits(page)).toBe(true);
      await page.goto(`${client.origin}/sandbox`);
      expect(await problemsOn(page)).toEqual([]);
      expect(await fits(page)).toBe(true);
      await page.goto(`${client.origin}/bank/none`);
      expect(await problemsOn(page)).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  it('take the shopper through the bank and back, whatever is pressed again later', async () => {
    const page = await openAt(360);
    await goToBank(page);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.waitForURL(`${shop.origin}/return**`);
    const back = page.url();
    expect(new URL(back).searchParams.get('status')).toBe('captured');
    await page.goto(shop.origin);
    await page.click('#btnSubmit');
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.waitForURL(`${shop.origin}/return**`);
    expect(page.url()).toBe(back);
    await page.context().close();
  }, 60_000);

  it('move the clock and change a switch by a click', async () => {
    const page = await openAt(1280);
    await page.goto(`${client.origin}/sandbox`);
    const before = client.sandbox.control.clock.now().getTime();
    await page.getByRole('button', { name: '+ 7 days' }).click();
    await page.waitForURL(`${client.origin}/sandbox`);
    expect(client.sandbox.control.clock.now().getTime() - before).toBeGreaterThanOrEqual(7 * 86_400_000);
    await page.getByLabel('Return form').selectOption('res');
    await page.getByLabel('Success note').fill('captured');
    await page.getByRole('button', { name: 'Use these' }).click();
    await page.waitForURL(`${client.origin}/sandbox`);
    const { returnForm, successNote, rateLimit }: Json = client.sandbox.control.settings();
    expect({ returnForm, successNote, rateLimit }).toEqual({
      returnForm: 'res',
      successNote: 'captured',
      rateLimit: null,
    });
    await page.context().close();
  }, 60_000);
});
