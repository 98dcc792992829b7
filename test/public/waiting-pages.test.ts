/// <reference lib="dom" />
import path from 'node:path';
import type { Express } from 'express';
import type { Browser } from 'playwright-core';
import { show } from '../../src/pages/hosted-page';
import { textsIn } from '../../src/pages/texts/texts';
import { ShopperAtScreen } from '../browser/demo-rig';
import { listen } from '../demo/shop-rig';
import { describeInBrowser, openBrowser } from '../support/browser';
import { edgeApp } from '../support/edge-app';

const PROJECT = path.join(__dirname, '..', '..');

describeInBrowser('pages that go on by themselves', () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof listen>>;
  let shopper: ShopperAtScreen;
  let state: string;
  let stateStatus: number;
  let asked: number;
  let posted: string;

  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());
  beforeEach(async () => {
    [state, stateStatus, asked, posted] = ['1', 200, 0, ''];
    server = await listen();
    const { app } = edgeApp(routes, {
      publicUrl: server.origin,
      insecureBanks: true,
      viewsFolder: path.join(PROJECT, 'views'),
      publicFolder: path.join(PROJECT, 'public'),
    });
    server.serve(app);
    shopper = await ShopperAtScreen.at(browser, 360);
  });
  afterEach(async () => {
    await shopper.leave();
    await server.stop();
  });

  function routes(app: Express): void {
    const texts = textsIn('en');
    app.get('/checked', (_req, res) => {
      const said = { title: 'Checking', heading: `State ${state}`, text: 'Please wait' };
      const page = { ...said, checkAction: '/check', stateUrl: '/state', state };
      show(res, { view: 'hosted-pages/being-checked', texts, page });
    });
    app.get('/state', (_req, res) => {
      asked += 1;
      res.status(stateStatus).json({ state });
    });
    app.get('/bank', (_req, res) => {
      const fields = [
        { name: 'submit', value: 'a bank’s own field' },
        { name: 'creq', value: '"><script>alert(1)</script>' },
      ];
      const page = { title: 'Bank', action: `${server.origin}/acs`, fields, backHref: '/receipt/neutral' };
      show(res, { view: 'hosted-pages/bank', texts, page }, 'bank');
    });
    app.post('/acs', (req, res) => {
      req.on('data', (part: Buffer) => (posted += part.toString()));
      req.on('end', () => res.send('<!doctype html><title>ACS</title><h1>The bank</h1>'));
    });
    app.get('/choose', (_req, res) => {
      const order = { amount: '£10.99', description: null, reference: 'T-1' };
      const methods = [
        { label: 'Card', hint: 'Visa, Mastercard and others', href: '/card' },
        { label: 'Direct Debit', hint: '', href: '/direct-debit' },
      ];
      const page = { title: 'Choose', order, methods, cancelUrl: null };
      show(res, { view: 'checkout/choose', texts, page });
    });
    app.get('/receipt/:tone', (req, res) => {
      const lines = [{ label: 'Amount', value: '£10.99' }];
      const page = { title: 'Receipt', heading: 'Receipt', note: null, lines, continueHref: null };
      show(res, { view: 'checkout/receipt', texts, page: { ...page, tone: req.params.tone } });
    });
  }

  const openChecked = async (): Promise<void> => {
    await shopper.page.clock.install({ time: 0 });
    await shopper.page.clock.pauseAt(1_000); // from here on only `pass` moves it
    await shopper.page.goto(`${server.origin}/checked`);
  };
  /** Lets the page's timers run, and its answers arrive. */
  const pass = async (milliseconds: number): Promise<void> => {
    await shopper.page.clock.runFor(milliseconds);
    await shopper.page.evaluate(() => fetch('/state-was-answered').catch(() => undefined));
  };
  const hide = (hidden: boolean) =>
    shopper.page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);

  it('asks after one, two and three seconds and then every five', async () => {
    await openChecked();
    const counts = [];
    for (const wait of [999, 1, 2_000, 3_000, 4_999, 1, 5_000]) {
      await pass(wait);
      counts.push(asked);
    }
    expect(counts).toEqual([0, 1, 2, 3, 3, 4, 5]);
  });

  it('draws the page anew when something has changed, by a GET', async () => {
    await openChecked();
    state = '2';
    await shopper.page.clock.runFor(1_000);
    await shopper.sees('State 2');
  });

  it('does not ask while nobody looks, and asks at once when somebody does again', async () => {
    await openChecked();
    await hide(true);
    await pass(60_000);
    expect(asked).toBe(0);
    await hide(false);
    await pass(1);
    expect(asked).toBe(1);
  });

  it('does not ask again when the page was left while an answer was on its way', async () => {
    await openChecked();
    let answer = (): void => undefined;
    const left = new Promise<void>((resolve) => (answer = resolve));
    const request = shopper.page.waitForRequest('**/state');
    await shopper.page.route('**/state', async (route) => {
      await left;
      await route.continue();
    });
    await shopper.page.clock.runFor(1_000);
    const response = (await request).response();
    await hide(true);
    answer();
    await (await response)?.finished();
    await pass(60_000);
    expect(asked).toBe(1);
  });

  it('keeps asking after an error and says so', async () => {
    await openChecked();
    stateStatus = 503;
    await pass(1_000);
    await shopper.page.getByText('We keep trying').waitFor();
    stateStatus = 200;
    await pass(2_000);
    expect(await shopper.page.locator('#being-checked-status').textContent()).toBe('');
    await shopper.page.route('**/state', (route) => route.abort());
    await pass(3_000);
    await shopper.page.getByText('no connection').waitFor();
  });

  it('goes to the bank although a field of the bank is called submit, with every value as it came', async () => {
    await shopper.page.goto(`${server.origin}/bank`);
    await shopper.sees('The bank');
    expect(Object.fromEntries(new URLSearchParams(posted))).toEqual({
      submit: 'a bank’s own field',
      creq: '"><script>alert(1)</script>',
    });
    expect(shopper.complaints).toEqual([]);
  });

  it('does not send anybody to the bank who has just left it by the back button', async () => {
    await shopper.page.route('**/go-to-bank.js*', (route) => route.abort()); // so that the page stays in the history
    await shopper.page.goto(`${server.origin}/bank`);
    await shopper.page.unroute('**/go-to-bank.js*');
    await shopper.page.goto(`${server.origin}/choose`);
    await shopper.page.goBack({ waitUntil: 'commit' });
    await shopper.page.waitForURL('**/receipt/neutral');
    expect(posted).toBe('');
  });

  it('goes to the bank by a button where no script runs, which adds nothing to the form', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.origin}/bank`);
    await page.getByRole('button', { name: 'Continue to your bank' }).click();
    await page.getByRole('heading', { name: 'The bank' }).waitFor();
    expect([...new URLSearchParams(posted).keys()]).toEqual(['submit', 'creq']);
    await context.close();
  });

  it.each([
    ['good', [true, false]],
    ['bad', [false, true]],
    ['neutral', [false, false]],
  ])('shows the mark that fits a receipt that is %s', async (tone, marks) => {
    await shopper.page.goto(`${server.origin}/receipt/${tone}`);
    const shown = [shopper.page.locator('.mark--good'), shopper.page.locator('.mark--bad')];
    expect(await Promise.all(shown.map((mark) => mark.isVisible()))).toEqual(marks);
  });

  it.each(['/choose', '/receipt/good', '/checked'])('is accessible at 320 px: %s', async (address) => {
    await shopper.page.setViewportSize({ width: 320, height: 640 });
    await shopper.page.goto(server.origin + address);
    expect(await shopper.accessibilityProblems()).toEqual([]);
    expect(await shopper.overflows()).toBe(false);
  });
});
