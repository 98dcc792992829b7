import { charge, openOrder, orderNow, type Target, transactionOf } from '../attacks/scene';
import { FIXED, agree, created, depsOf, lastSetup } from '../repeat-payments/support/started';
import { type Rig, startRig } from '../support/rig';
import { answerBank, CHALLENGED, goToBank, payByCard, visit } from '../support/shopper';
import { createOrder } from '../support/shopper';

const HTML = { accept: 'text/html,application/xhtml+xml' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const FROM_THE_BANK = { ...HTML, origin: 'https://acs.bank.example', 'sec-fetch-site': 'cross-site' };
const CALM = 'You are back from your bank';

describe('the way back from the bank', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
    rig.sandbox.notifications.withhold(true);
  });
  afterEach(() => rig.stop());

  /** At the bank, whose transaction nobody has named, and which Blink shows as taken. */
  const taken = async (): Promise<Target & { readonly transactionId: string }> => {
    const target = await openOrder(rig);
    rig.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-after' });
    await charge(rig, target);
    return { ...target, transactionId: transactionOf(rig, target).id };
  };
  const back = (address: string, init: RequestInit = {}) => fetch(address, { ...init, redirect: 'manual' });
  const pathOf = ({ checkout_url }: Target) => new URL(checkout_url).pathname;

  it.each([
    ['with the query of a link', (id: string) => `?transaction_id=${id}`, ''],
    ['with a form', () => '', (id: string) => `transaction_id=${id}&status=captured`],
    ['with JSON', () => '', (id: string) => JSON.stringify({ transaction_id: id })],
  ] as const)(
    'may be taken by POST %s, from the bank’s own origin, and ends at the clean page',
    async (_, query, body) => {
      const target = await taken();
      const answer = await back(`${target.returnUrl}${query(target.transactionId)}`, {
        method: 'POST',
        headers: { ...FROM_THE_BANK, ...FORM },
        body: typeof body === 'string' ? body : body(target.transactionId),
      });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(pathOf(target));
      expect(await orderNow(rig, target.id)).toMatchObject({ status: 'paid' });
      expect((await visit(target.checkout_url)).text).toContain('Payment received');
    },
  );

  it('by POST says nothing that counts, as by GET', async () => {
    const target = await openOrder(rig);
    await charge(rig, target, CHALLENGED);
    await back(target.returnUrl, {
      method: 'POST',
      headers: { ...FROM_THE_BANK, ...FORM },
      body: 'transaction_id=BL-FORGED1234&status=captured',
    });
    expect(await orderNow(rig, target.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
  });

  it.each([
    ['“?” twice', (id: string) => `?session=1?transaction_id=${id}&status=captured`],
    ['“&amp;”', (id: string) => `?status=captured&amp;transaction_id=${id}&amp;note=x`],
    ['“¬e=”', (id: string) => `?transaction_id=${id}¬e=captured`],
    ['“&” for “?”', (id: string) => `&transaction_id=${id}&status=captured`],
    ['“%3F” for “?”', (id: string) => `%3Ftransaction_id=${id}&status=captured`],
    ['“&amp;” for “?”', (id: string) => `&amp;transaction_id=${id}`],
    ['“#” for “?”, encoded', (id: string) => `%23transaction_id=${id}`],
    ['a space before “?”', (id: string) => `%20?transaction_id=${id}`],
    ['a backslash before “?”', (id: string) => `\\?transaction_id=${id}`],
    ['a bracket at its end', (id: string) => `?transaction_id=${id})`],
  ])('is understood when it was damaged: %s', async (_, damaged) => {
    const target = await taken();
    const answer = await back(`${target.returnUrl}${damaged(target.transactionId)}`, { headers: HTML });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(pathOf(target));
    expect(await orderNow(rig, target.id)).toMatchObject({ status: 'paid' });
  });

  it.each([
    '',
    '?',
    '.',
    '&',
    '?transaction_id=',
    '/',
    '%20',
    '%0D%0A',
    '%C2%A0',
    '*',
    ':',
    '%5C',
    '%E2%80%A6',
  ])('leads to the page when nothing is left behind it: %j', async (end) => {
    const target = await taken();
    const answer = await back(`${target.returnUrl}${end}`, { headers: HTML });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(pathOf(target));
  });

  it('is a calm page that says nothing of any order when it cannot be told whose it is', async () => {
    const target = await taken();
    const { returnUrl } = target;
    const damaged = [
      returnUrl.slice(0, -1),
      `${returnUrl}A`,
      returnUrl.slice(0, -2) + 'zz',
      returnUrl.replace(target.id, 'ord_none'),
      returnUrl.replace(target.attempt.id, 'att_none'),
      returnUrl.slice(0, returnUrl.lastIndexOf('/')),
      `${returnUrl}/status/captured`,
      `${rig.origin}/return/%E0%A4%A/x/y`,
      `${rig.origin}/return/`,
    ];
    const pages = [];
    for (const address of damaged)
      for (const method of ['GET', 'POST']) {
        const answer = await back(`${address}?transaction_id=${target.transactionId}`, {
          method,
          headers: FROM_THE_BANK,
        });
        expect([400, 404]).toContain(answer.status);
        const page = (await answer.text()).replace(/<code>[^<]*<\/code>|nonce="[^"]*"/g, '');
        expect(page).not.toContain(target.id);
        pages.push(page);
      }
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain(CALM);
    expect(pages[0]).not.toContain('Page not found');
    expect(await orderNow(rig, target.id)).toMatchObject({ status: 'processing' });
  });

  it('of repeat payments is the same by POST, and when it was damaged', async () => {
    const id = await created(rig, FIXED);
    await agree(rig, id);
    const address = depsOf(rig).addresses.returnUrl(id, (await lastSetup(rig, id)).id);
    for (const [end, method] of [
      ['', 'POST'],
      ['&amp;repeat_payment_id=999999', 'GET'],
      ['?a=1?transaction_id=BL-NONE000001', 'POST'],
    ] as const) {
      const answer = await back(address + end, { method, headers: FROM_THE_BANK });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toMatch(/^\/repeat-payments\/[\w-]+$/);
    }
    const wrong = await back(`${address}A`, { method: 'POST', headers: FROM_THE_BANK });
    expect(wrong.status).toBe(404);
    expect(await wrong.text()).toContain(CALM);
  });
});

describe('“Continue at your bank”', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  it('asks for the state that being checked asks for, which moves when the payment is over, and calls nobody', async () => {
    const order = await createOrder(rig);
    const atBank = await payByCard(rig, order.checkout_url);
    const waiting = await visit(order.checkout_url);
    expect(waiting.text).toContain('Continue at your bank');
    const [, url = '', state] = /data-state-url="([^"]+)" data-state="([^"]+)"/.exec(waiting.html) ?? [];
    expect(waiting.html).toMatch(/being-checked\.js/);
    const stateNow = async () => ((await (await fetch(rig.origin + url)).json()) as { state: string }).state;
    expect(await stateNow()).toBe(state);
    const calls = rig.sandbox.calls().length;
    for (let times = 0; times < 20; times++) await stateNow();
    expect(rig.sandbox.calls()).toHaveLength(calls);

    await answerBank(await goToBank(atBank), 'Approve');
    await rig.settle();
    expect(await stateNow()).not.toBe(state);
    expect((await visit(`${order.checkout_url}/bank`)).text).toContain('Payment received');
  });
});
