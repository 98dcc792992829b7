import path from 'node:path';
import { DAY } from '../../src/kernel/clock';
import type { HostedPage } from '../../src/pages/hosted-page';
import { textsIn } from '../../src/pages/texts/texts';
import { Views } from '../../src/web/views';
import { agreePage } from '../../src/repeat-payments/pages/agree-page';
import { newCardPage } from '../../src/repeat-payments/pages/new-card-page';
import { pageOf } from '../../src/repeat-payments/pages/pages';
import { repeatStepOf } from '../../src/repeat-payments/pages/repeat-step';
import { leaksIn } from '../faults/canaries';
import { agree, createRepeatPayment, running, sendCard } from '../repeat-payments/pages/customer';
import {
  first,
  made,
  move,
  NOW,
  shown,
  STARTED,
  VARIABLE,
  type Happening,
} from '../repeat-payments/pages/made';
import { newIntent } from '../support/orders';
import { API_KEY, APP_SECRET, startRig, type Rig } from '../support/rig';
import {
  answerBank,
  filledCardForm,
  formIn,
  goToBank,
  post,
  submit,
  tokenise,
  visit,
} from '../support/shopper';
import { HOSTILE_TEXTS } from './hostile-texts';
import { skeletonOf } from './skeleton';

const ENGLISH = textsIn('en');
const ASKS_ALL = newIntent({
  cardForm: {
    hostedFields: [{ type: 'cardNumber', placeholder: 'Card number' }],
    textFields: ['customer_name', 'customer_email', 'customer_address', 'customer_postcode'],
  },
});
const TYPED = { customer_name: 'a', customer_email: 'b', customer_address: 'c', customer_postcode: 'd' };
const AGAIN = {
  typed: TYPED,
  errors: Object.keys(TYPED).map((field) => ({ field, message: 'wrong' })),
  message: 'Something was wrong.',
};

/** Every page of repeat payments, as its view is given it. */
function everyPage(): readonly HostedPage[] {
  const step = (happenings: readonly Happening[]): HostedPage => {
    const repeatPayment = made(happenings, { successUrl: 'https://shop.example/thanks' });
    const found = repeatStepOf(repeatPayment, NOW);
    if (found.kind === 'agree') throw new Error('This page needs a form');
    return pageOf(ENGLISH, repeatPayment, found, NOW);
  };
  const open = made([{ ...first.opened, intent: ASKS_ALL }], { plan: VARIABLE });
  const checking = made([...STARTED, { type: 'card_check_opened', cardCheckId: 'chk_1', intent: ASKS_ALL }]);
  return [
    agreePage({ texts: ENGLISH, repeatPayment: open, setup: open.setups[0]!, now: NOW }, AGAIN, ['/a.js']),
    newCardPage(
      { texts: ENGLISH, repeatPayment: checking, cardCheck: checking.cardCheck!, now: NOW },
      AGAIN,
      ['/a.js'],
    ),
    step([first.opened, first.claimed, first.declined]),
    step([first.opened, first.claimed, first.challenged]),
    step([first.opened, first.claimed, first.unknown]),
    step([{ type: 'repeat_payment_expired' }]),
    step([
      ...STARTED,
      ...Array.from({ length: 10 }, (_, index) => shown(index, `2026-11-${10 + index}`, 'declined')),
      ...move('update_card', 'unknown'),
    ]),
    step([...STARTED, ...move('update_card', 'done')]),
  ];
}

describe('every text of every page of repeat payments', () => {
  const views = new Views(path.join(__dirname, '..', '..', 'views'));
  const brand = { name: 'The Shop', supportEmail: 'a@shop.example', colour: '#123456', logoUrl: 'https://a' };
  const render = ({ view, texts, page }: HostedPage, text?: string): string => {
    const given = { ...page, texts, brand };
    const filled = text === undefined ? given : withText(given, text);
    return views.render(view, { nonce: 'n', brand, assets: {}, ...(filled as object) });
  };

  it.each(everyPage().map((page) => [page.view, page.page.title, page] as const))(
    'is a text and nothing else on %s (%s)',
    (_view, _title, page) => {
      const expected = skeletonOf(render(page));
      expect(expected.length).toBeGreaterThan(10);
      for (const text of HOSTILE_TEXTS)
        expect({ text, skeleton: skeletonOf(render(page, text)) }).toEqual({ text, skeleton: expected });
    },
  );
});

describe('a customer’s page that another site posts to', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterAll(() => rig.stop());

  const ACTIONS = ['card', 'retry', 'renew', 'abandon', 'check', 'new-card', 'new-card/renew'];

  it.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that begins like ours', { origin: 'OURS.evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another site, by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['our origin, contradicted', { origin: 'OURS', 'sec-fetch-site': 'cross-site' }],
    ['nowhere', {}],
  ])('from %s is refused, at every address that acts', async (_, headers) => {
    const [waiting, runs] = [await createRepeatPayment(rig), await running(rig)];
    await sendCard(rig, waiting.checkout_url);
    const { store } = rig.dependencies.repeatPayments;
    const before = [await store.find(waiting.id), await store.find(runs.id)];
    for (const { checkout_url } of [waiting, runs]) {
      for (const action of ACTIONS) {
        const answer = await fetch(`${checkout_url}/${action}`, {
          method: 'POST',
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, value.replace('OURS', rig.origin)]),
          ),
          redirect: 'manual',
        });
        expect({ action, status: answer.status }).toEqual({ action, status: 403 });
      }
    }
    expect([await store.find(waiting.id), await store.find(runs.id)]).toEqual(before);
  });

  it.each(['every field twice', '__proto__', 'constructor', 'attempt_id[]', 'another type', 'nothing'])(
    'with %s starts the stored plan once at most, and breaks nothing',
    async (how) => {
      const { checkout_url } = await createRepeatPayment(rig);
      const { url, fields } = await filledCardForm(rig, checkout_url);
      rig.sandbox.forgetCalls();
      const body = new URLSearchParams(fields).toString();
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          origin: rig.origin,
          'content-type': how === 'another type' ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        body: tampered(body, how),
        redirect: 'manual',
      });
      expect([303, 400, 409, 415, 422]).toContain(answer.status);
      expect(rig.sandbox.calls({ method: 'POST', path: /\/repeat-payments$/ })).toHaveLength(
        answer.status === 303 ? 1 : 0,
      );
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it('does not open one repeat payment by the address of another, nor an order', async () => {
    const one = await createRepeatPayment(rig);
    const token = one.checkout_url.split('/').at(-1) ?? '';
    expect((await visit(`${rig.origin}/checkout/${token}`)).status).toBe(404);
    expect((await visit(`${rig.origin}/repeat-payments/${one.id}`)).status).toBe(404);
    expect((await visit(`${rig.origin}/repeat-payments/${token}x`)).status).toBe(404);
  });
});

describe('names, tokens and capabilities of repeat payments', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ sandbox: { repeatBody: 'documented' } })));
  afterEach(() => {
    rig.sandbox.mend();
    rig.sandbox.forgetRules();
  });
  afterAll(() => rig.stop());

  const CUSTOMER = { name: 'Ada Shopper', email: 'ada@shopper.example' };
  const secretsOf = async (id: string): Promise<Readonly<Record<string, string>>> => {
    const { store, addresses } = rig.dependencies.repeatPayments;
    const found = await store.find(id);
    const setups = (found?.setups ?? []).flatMap((setup, index) => [
      [`return capability ${index}`, addresses.returnUrl(id, setup.id).split('/').at(-1) ?? ''],
      [`notification capability ${index}`, addresses.notificationUrl(id, setup.id).split('/').at(-1) ?? ''],
      [`nonce ${index}`, setup.nonce],
      [`intent ${index}`, setup.intent.reference],
    ]);
    return {
      'API key': API_KEY,
      'secret of ours': APP_SECRET,
      "Blink's secret key": 'sandbox-secret-key',
      'bearer token': 'eyJ0eXAiOiJKV1Qi', // the head of every one: three letters alone stand in one id of ten thousand
      token: found?.token ?? 'nothing was found',
      'intent of the new card': found?.cardCheck?.intent.reference ?? 'nothing was found',
      'card number': '4543059999999990',
      name: CUSTOMER.name,
      'e-mail': CUSTOMER.email,
      ...Object.fromEntries(setups),
    };
  };

  it('are in no line of the log, on ways that go well and badly', async () => {
    const { id, checkout_url } = await createRepeatPayment(rig, { customer: CUSTOMER });
    const { page, form, fields } = await filledCardForm(rig, checkout_url);
    await submit(page, form, { ...fields, paymentToken: '' });
    await submit(page, form, { ...fields, customer_name: '4543059999999990' });
    const declined = await agree(rig, checkout_url, 'Refuse');
    await submit(declined, formIn(declined, 'Try another card'));
    rig.sandbox.breakNext({ method: 'GET', path: '/repeat-payments' }, { kind: 'html' });
    await agree(rig, checkout_url);
    await post(`${checkout_url}/check`, {}, rig.origin);
    rig.sandbox.breakNext({ method: 'POST', path: '/repeat-payments/card/' }, { kind: 'reset-after' });
    await sendCard(rig, `${checkout_url}/new-card`);
    await sendCard(rig, `${checkout_url}/new-card`);
    rig.sandbox.breakNext({ method: 'POST', path: '/intents' }, { kind: 'html' });
    await visit(`${checkout_url}/new-card`);
    rig.sandbox.nextPayment({ outcome: 'declined' });
    rig.advance(14 * DAY);
    await rig.settle();
    await rig.sweep();
    await visit(checkout_url);

    expect(rig.log.lines().length).toBeGreaterThan(40);
    expect(rig.log.lines().some(({ level }) => level === 'error')).toBe(true);
    const secrets = await secretsOf(id);
    expect(Object.values(secrets)).not.toContain('nothing was found');
    expect(leaksIn(rig.log.text(), secrets)).toEqual([]);
  });

  it('are on no page once the payments run: whoever gets the address sees no person and no card', async () => {
    const { id, checkout_url } = await createRepeatPayment(rig, { customer: CUSTOMER });
    const bank = await sendCard(rig, checkout_url);
    const { nonce } = (await rig.dependencies.repeatPayments.store.find(id))!.setups[0]!;
    const back = await answerBank(await goToBank(bank), 'Approve');
    expect(back.text).toContain('Your payments are set up');
    for (const page of [bank, back, await visit(`${checkout_url}/new-card`)]) {
      expect(page.html).not.toMatch(/Ada Shopper|ada@shopper|9990/);
      for (const secret of [API_KEY, APP_SECRET, 'sandbox-secret-key', nonce])
        expect(page.html + JSON.stringify([...page.headers])).not.toContain(secret);
      expect(page.html).not.toMatch(/eyJ0eXAiOiJKV1Qi/);
      expect(page.headers.get('set-cookie')).toBeNull();
    }
  });

  it('of a card that was entered once start nothing a second time', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { fields } = await filledCardForm(rig, checkout_url);
    const token = await tokenise(rig, fields['merchantID' as keyof typeof fields]);
    rig.sandbox.forgetCalls();
    const send = { ...fields, paymentToken: token };
    await Promise.all([
      post(`${checkout_url}/card`, send, rig.origin),
      post(`${checkout_url}/card`, send, rig.origin),
      post(`${checkout_url}/abandon`, {}, rig.origin),
      post(`${checkout_url}/renew`, {}, rig.origin),
    ]);
    expect(rig.sandbox.calls({ method: 'POST', path: /\/repeat-payments$/ })).toHaveLength(1);
  });
});

function tampered(body: string, how: string): string {
  if (how === 'every field twice') return `${body}&${body}`;
  if (how === 'attempt_id[]') return body.replace('attempt_id=', 'attempt_id[]=');
  if (how === 'another type') return '{}';
  return how === 'nothing' ? '' : `${body}&${how}=x`;
}

/** Every text of a page replaced; what is no text stays. */
function withText(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((each) => withText(each, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withText(each, text)]));
}
