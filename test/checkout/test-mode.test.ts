import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createApp } from '../../src/server/app';
import { configFrom } from '../../src/server/config/config';
import { createDependencies } from '../../src/server/services';
import { startMailServer, type MailServer } from '../letters/mail-server';
import { create } from '../repeat-payments/support/started';
import { capturedLog } from '../support/captured-log';
import { paidOrder } from '../support/paid';
import { environment, startRig, startServer, stopServer, type Rig } from '../support/rig';
import { createOrder, visit } from '../support/shopper';

const VIEWS = path.join(__dirname, '..', '..', 'views');
const SIGN = 'TEST MODE No real payment is made here.';

describe('where Blink is a test system', () => {
  let rig: Rig;
  let mail: MailServer;
  beforeAll(async () => {
    mail = await startMailServer();
    rig = await startRig({ env: { SMTP_URL: mail.url, MAIL_FROM: 'receipts@shop.example' } });
  });
  afterAll(async () => {
    await rig.stop();
    await mail.stop();
  });

  it('every kind of page says so', async () => {
    const open = await createOrder(rig, { payment_methods: ['card', 'open_banking', 'direct_debit'] });
    const paid = await paidOrder(rig);
    const { checkout_url: receipt } = (await rig.api('GET', `/orders/${paid.id}`)).body;
    const cancelled = await createOrder(rig);
    await rig.api('POST', `/orders/${cancelled.id}/cancel`);
    const plan = (await create(rig)).body as { readonly checkout_url: string };
    const addresses = [
      open.checkout_url,
      ...['card', 'open-banking', 'direct-debit'].map((method) => `${open.checkout_url}/${method}`),
      receipt,
      cancelled.checkout_url,
      plan.checkout_url,
      `${rig.origin}/checkout/nobody`,
      `${rig.origin}/nowhere`,
      `${rig.origin}/docs`,
    ];
    for (const address of addresses) {
      const page = await visit(String(address));
      expect([page.url, page.text.includes(SIGN)]).toEqual([page.url, true]);
    }
  });

  it('every e-mail says so, in its text and in its HTML', async () => {
    await paidOrder(rig, { customer: { email: 'ada@shopper.example' } });
    const [sent] = mail.mails;
    expect(sent?.text).toMatch(/^TEST MODE: no real payment is made here\./);
    expect(sent?.html).toContain('TEST MODE: no real payment is made here.');
  });
});

describe('where Blink is the real one', () => {
  it.each([
    ['unless its account is said to be a test account', { BLINK_TEST_MODE: 'on' }, true],
    ['and nothing else is said', {}, false],
  ])('%s', async (_, said, isShown) => {
    const { server, origin } = await startServer();
    const blinksOwn = { BLINK_API_URL: '', BLINK_GATEWAY_URL: '', BLINK_CARD_PRESENT_URL: '' };
    const env = { ...environment(origin, origin), ...blinksOwn, ...said };
    server.on('request', createApp(createDependencies(configFrom(env), capturedLog(), null)));
    for (const address of ['/nowhere', '/docs'])
      expect((await visit(`${origin}${address}`)).text.includes('TEST MODE')).toBe(isShown);
    await stopServer(server);
  });
});

describe('views', () => {
  const views = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^(?!sandbox|demo|mail).*\.ejs$/.test(file),
  );
  const pages = views.filter((file) => !/^(?:partials|docs)\//.test(file));

  it.each(pages)('%s bears the sign, by itself or by the head that all share', (file) => {
    const text = readFileSync(path.join(VIEWS, file), 'utf8');
    const isWhole = text.includes('<!doctype html>');
    expect(text).toMatch(isWhole ? /include\('(?:\.\.\/)?partials\/test-mode'\)/ : /partials\/head'/);
  });

  it('are all read here', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(readFileSync(path.join(VIEWS, 'partials/head.ejs'), 'utf8')).toContain("include('test-mode')");
  });
});
