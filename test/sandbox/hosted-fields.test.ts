import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../support/browser';
import { until } from '../support/until';
import { intentRequest, startClient, type Client, type Json } from './sandbox-client';
import { openShop, type Shop } from './shop';

const JQUERY = readFileSync(require.resolve('jquery/dist/jquery.min.js'), 'utf8');

/** The strictest policy a shop can have: nothing inline, no eval, and only the gateway's frames and scripts. */
function shopPage(client: Client, element: string, extra = ''): { html: string; policy: string } {
  const policy = `default-src 'none'; script-src 'self' ${client.origin}; style-src ${client.origin}; img-src ${client.origin}; frame-src ${client.origin}; form-action 'self'`;
  const html = `<!doctype html><html lang="en"><head><title>Pay</title>
    <script src="/jquery.js"></script><script src="${client.origin}/sdk/web/v1/js/hostedfields.min.js"></script>
    <script src="${client.origin}/assets/js/api/custom.js"></script><script src="/shop.js"></script>
    <link rel="stylesheet" href="${client.origin}/assets/css/api.css"></head>
    <body>${extra}<form method="post" id="payment" action="/pay">${element}<button name="button" value="pay">Pay</button></form></body></html>`;
  return { html, policy };
}

describeInBrowser('the hosted fields in a browser', () => {
  let browser: Browser;
  let client: Client;
  let shop: Shop;
  let page: Page;
  let complaints: string[];
  let shown: { html: string; policy: string };
  let shopScript: string;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    client = await startClient();
    shopScript = '';
    shop = await openShop((req, res) => {
      if (req.url === '/jquery.js') res.setHeader('content-type', 'text/javascript').end(JQUERY);
      else if (req.url === '/shop.js') res.setHeader('content-type', 'text/javascript').end(shopScript);
      else if (req.url === '/')
        res
          .setHeader('content-security-policy', shown.policy)
          .setHeader('content-type', 'text/html')
          .end(shown.html);
      else res.setHeader('content-type', 'text/html').end('<title>Posted</title>');
    });
    page = await browser.newPage();
    complaints = [];
    page.on('console', (line) => ['error', 'warning'].includes(line.type()) && complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await page.close();
    await client.close();
    await shop.close();
  });

  const open = async (more: Json = {}, extra = ''): Promise<void> => {
    const { body } = await client.api('POST', '/intents', intentRequest(more));
    shown = shopPage(client, String((body['element'] as Json)['ccElement']), extra);
    await page.goto(shop.origin);
  };
  const field = (type: string) => page.frameLocator(`iframe[src*="type=${type}"]`).locator('input');
  const fill = async (number: string, expiry: string, cvv: string): Promise<void> => {
    await field('cardNumber').pressSequentially(number);
    await field('cardExpiryDate').pressSequentially(expiry);
    await field('cardCVV').pressSequentially(cvv);
  };
  /** Asked from outside: under this page's policy nothing is evaluated again and again within it. */
  const isTitled = (start: string): Promise<void> =>
    until(async () => (await page.title()).startsWith(start), `a page that is titled ${start}`);
  const posted = () => new URLSearchParams(shop.received.find(({ path }) => path === '/pay')?.body);

  it('turn a card into a token that is posted natively, and nothing of the card is', async () => {
    await open({ customer_name: 'Ada Example', customer_email: 'ada@example.com' });
    await fill('4543059999999990', '1240', '689');
    expect(await field('cardNumber').inputValue()).toBe('4543 0599 9999 9990');
    expect(await field('cardExpiryDate').inputValue()).toBe('12/40');
    await page.click('button');
    await page.waitForURL('**/pay');

    const { body } = shop.received.find(({ path }) => path === '/pay')!;
    expect(body).not.toMatch(/4543|0599|689|button/);
    expect([...posted().keys()]).toEqual([
      'merchantID', 'payment_intent', 'resource', 'transaction_unique', 'customer_name', 'customer_email', 'device_timezone',
      'device_capabilities', 'device_accept_language', 'device_screen_resolution', 'remote_address', 'type', 'paymentToken',
    ]); // prettier-ignore
    expect(posted().get('device_screen_resolution')).toMatch(/^\d+x\d+x\d+$/);
    const paid = await client.api('POST', '/creditcards', { ...Object.fromEntries(posted()) });
    expect(paid.body).toHaveProperty('acsform');
    expect(complaints).toEqual([]);
  });

  it.each([['basic'], ['single-line'], ['multi-line']])(
    'stand in the %s layout under a strict policy',
    async (card_layout) => {
      await open({ card_layout });
      await fill('4111111111111111', '0140', '123');
      await page.locator('.hostedfield-wrapper.hf-valid').nth(2).waitFor();
      for (const frame of await page.locator('iframe').all()) {
        const height = (await frame.boundingBox())?.height ?? 0;
        expect(height).toBeGreaterThanOrEqual(24);
        expect(height).toBeLessThan(60);
      }
      expect(await page.locator('style').count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );

  it('refuse a card that is not a published test card, and say so', async () => {
    shopScript = `jQuery(function ($) { $('#payment').on('hostedform:invalid', function (event, details) { event.preventDefault(); document.title = JSON.stringify(details.invalid); }); });`;
    await open();
    await fill('4000056655665556', '1240', '123');
    await page.locator('button').focus();
    await page.click('button');
    await isTitled('{');
    expect(JSON.parse(await page.title())).toEqual({
      'Card number': 'This is a sandbox: it takes published test cards only', // by label, as Blink's own script does
    });
    await page.locator('.blink-form__input--card-number.hf-user-invalid').waitFor();
    expect(await field('cardNumber').getAttribute('aria-invalid')).toBe('true');
    expect(shop.received.map(({ path }) => path)).not.toContain('/pay');
    expect(client.sandbox.control.calls({ path: 'paymentform' })).toEqual([]);
  });

  it('can be held back by the shop before they are sent', async () => {
    shopScript = `jQuery(function ($) { $('#payment').on('hostedform:presubmit', function (event) { event.preventDefault(); document.title = 'held'; }); });`;
    await open();
    await fill('4111111111111111', '1240', '123');
    await page.click('button');
    await isTitled('held');
    expect(client.sandbox.control.calls({ path: 'paymentform' })).toEqual([]);
  });

  it('tell the shop when tokenising fails', async () => {
    shopScript = `jQuery(function ($) { $('#payment').on('hostedform:error', function (event, details) { event.preventDefault(); document.title = details.message; }); });`;
    await open();
    await fill('4111111111111111', '1240', '123');
    client.sandbox.control.breakNext({ path: 'paymentform' }, { kind: 'reset-before' });
    client.sandbox.control.breakNext({ path: 'paymentform' }, { kind: 'html' });
    await page.click('button');
    await isTitled('The card details could not be sent');
    expect(shop.received.map(({ path }) => path)).not.toContain('/pay');
  });

  it('tokenise once however often the button is pressed', async () => {
    await open();
    await fill('4111111111111111', '1240', '123');
    client.sandbox.control.breakNext({ path: 'paymentform' }, { kind: 'slow', ms: 50 });
    await page.evaluate(
      "for (let press = 0; press < 5; press += 1) document.querySelector('button').click()",
    );
    await page.waitForURL('**/pay');
    expect(client.sandbox.control.calls({ path: 'paymentform' })).toHaveLength(1);
    expect(shop.received.filter(({ path }) => path === '/pay')).toHaveLength(1);
  });

  it('can be used with the keyboard alone and are named for screen readers', async () => {
    await open();
    await field('cardNumber').waitFor();
    await page.locator('.hf-enabled').nth(2).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('374245455400001');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1240');
    await page.keyboard.press('Tab');
    await page.keyboard.type('4887');
    expect(await field('cardNumber').inputValue()).toBe('3742 454554 00001');
    expect(await field('cardCVV').inputValue()).toBe('4887');
    for (const [type, autocomplete, name] of [
      ['cardNumber', 'cc-number', 'Card number'],
      ['cardExpiryDate', 'cc-exp', 'Expiry date'],
      ['cardCVV', 'cc-csc', 'Security code'],
    ] as const) {
      expect(await field(type).getAttribute('autocomplete')).toBe(autocomplete);
      expect(await field(type).getAttribute('inputmode')).toBe('numeric');
      expect(await page.frameLocator(`iframe[src*="type=${type}"]`).getByLabel(name).count()).toBe(1);
    }
  });

  it('leave a page alone whose first form is another one, as the real script does', async () => {
    await open({}, '<form id="search" action="/search"><input name="q"></form>');
    await page.click('#payment button');
    await page.waitForURL('**/pay');
    expect(posted().has('paymentToken')).toBe(false);
  });

  it('are not shown by pages of the open web', async () => {
    const response = await fetch(`${client.origin}/sdk/web/v1/js/private/hostedfields.php?type=cardNumber`);
    expect(response.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*",
    );
    expect((await fetch(`${client.origin}/sdk/web/v1/js/private/hostedfields.php?type=iban`)).status).toBe(
      400,
    );
  });
});
