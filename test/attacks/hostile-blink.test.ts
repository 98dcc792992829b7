import path from 'node:path';
import { NotFound } from '../../src/kernel/errors';
import { errorPageFor } from '../../src/pages/error-page';
import { textsIn } from '../../src/pages/texts/texts';
import { Views } from '../../src/web/views';
import { cardPage } from '../../src/orders/pages/card-page';
import * as pages from '../../src/orders/pages/pages';
import { bankPage } from '../../src/pages/bank-page';
import type { HostedPage } from '../../src/pages/hosted-page';
import { startRig, type Rig } from '../support/rig';
import { CHALLENGE, changesOf, NOW, opening, orderAfter } from '../support/orders';
import {
  CHALLENGED,
  createOrder,
  FRICTIONLESS,
  payByCard,
  post,
  visit,
  type ShownPage,
} from '../support/shopper';
import { HOSTILE_TEXTS, SOME_HOSTILE_TEXTS } from './hostile-texts';
import { comeBack, lieAboutTransactions, openOrder, unheardOrder } from './scene';
import { attributeOf, pageElements, skeletonOf } from './skeleton';

const ENGLISH = textsIn('en');
const CHARGE = { method: 'POST', path: '/creditcards' };

/** Every page that a shopper can see, as its view is given it. */
function everyPage(): readonly HostedPage[] {
  const first = opening();
  const { claimed, captured, declined } = changesOf(first.attemptId);
  const open = orderAfter(first);
  const attempt = open.attempts[0]!;
  const texts = { customer_name: 'a', customer_email: 'b', customer_address: 'c', customer_postcode: 'd' };
  const asksAll = {
    ...attempt,
    intent: {
      ...attempt.intent,
      cardForm: { ...attempt.intent.cardForm!, textFields: Object.keys(texts) },
    },
  };
  const errors = [...Object.keys(texts), 'paymentToken'].map((field) => ({ field, message: 'is wrong' }));
  const card = {
    texts: ENGLISH,
    order: open,
    attempt: asksAll,
    now: NOW,
    typed: texts,
    errors,
    message: 'Something was wrong.',
  };
  return [
    cardPage(card, ['/a.js']),
    pages.declinedPage(ENGLISH, orderAfter(first, claimed(), declined('No')), attempt),
    pages.continueAtBankPage(ENGLISH, open, attempt),
    bankPage(ENGLISH, CHALLENGE, '/checkout/token'),
    pages.beingCheckedPage(ENGLISH, open),
    pages.receiptPage(ENGLISH, orderAfter(first, claimed(), captured())),
    pages.closedPage(ENGLISH, open, 'expired'),
    pages.unavailablePage(ENGLISH, open),
    { view: 'error', texts: ENGLISH, page: { ...errorPageFor(ENGLISH, new NotFound()), requestId: 'a' } },
  ];
}

describe('every text of every page', () => {
  const views = new Views(path.join(__dirname, '..', '..', 'views'));
  const brand = { name: 'The Shop', supportEmail: 'a@shop.example', colour: '#123456', logoUrl: 'https://a' };
  const surroundings = { nonce: 'n', brand, assets: {} };
  const render = ({ view, texts, page }: HostedPage, text?: string): string => {
    const given = { ...page, texts, brand };
    const filled = text === undefined ? given : withText(given, text);
    return views.render(view, { ...surroundings, ...(filled as object) });
  };

  it.each(everyPage().map((page) => [page.view, page.page.title, page] as const))(
    `is a text and nothing else on %s (%s), be it one of ${HOSTILE_TEXTS.length} hostile ones`,
    (_view, _title, page) => {
      const expected = skeletonOf(render(page));
      expect(expected.length).toBeGreaterThan(10);
      for (const text of HOSTILE_TEXTS) {
        expect({ text, skeleton: skeletonOf(render(page, text)) }).toEqual({ text, skeleton: expected });
      }
    },
  );

  it('is a text and nothing else on the forms of all ways to pay, filled in wrongly, and where to choose', async () => {
    const rig = await startRig();
    const rendered = jest.spyOn(Views.prototype, 'render');
    try {
      const everyWay = ['card', 'direct_debit', 'open_banking', 'apple_pay', 'google_pay'];
      const order = await createOrder(rig, { payment_methods: everyWay });
      await visit(order.checkout_url);
      for (const path of ['card', 'direct-debit', 'open-banking', 'apple-pay', 'google-pay']) {
        await visit(`${order.checkout_url}/${path}`);
        await post(`${order.checkout_url}/${path}`, { given_name: 'a' }, rig.origin);
      }
      const shown = new Map(rendered.mock.calls.map(([view, page]) => [view, page]));
      expect([...shown.keys()].sort()).toEqual(expect.arrayContaining(FORMS));
      for (const [view, page] of shown) {
        const skeletonWith = (text: string) =>
          skeletonOf(views.render(view, withText(page, text) as object as never));
        const expected = skeletonWith('a harmless text');
        for (const text of HOSTILE_TEXTS)
          expect({ view, text, skeleton: skeletonWith(text) }).toEqual({ view, text, skeleton: expected });
      }
    } finally {
      rendered.mockRestore();
      await rig.stop();
    }
  });

  it('would be seen by this test if it were printed as it came', () => {
    const page = '<p>text</p>';
    expect(skeletonOf(page.replace('text', '<img src=x>'))).not.toEqual(skeletonOf(page));
    expect(skeletonOf('<input value="text">'.replace('text', '" autofocus x="'))).not.toEqual(
      skeletonOf('<input value="text">'),
    );
  });
});

describe('what Blink says on the wire', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterEach(() => rig.sandbox.mend());
  afterAll(() => rig.stop());

  const answers = (status: number, body: object) => ({ kind: 'status', status, body }) as const;

  /** Pays while Blink answers the charge so, and gives the page that follows. */
  const chargedWith = async (
    body: (text: string, returnUrl: string) => object,
    text: string,
    status: number,
  ) => {
    const order = await openOrder(rig);
    rig.sandbox.breakNext(CHARGE, answers(status, body(text, order.returnUrl)));
    return payByCard(rig, order.checkout_url, FRICTIONLESS);
  };

  const CHARGE_ANSWERS: readonly (readonly [string, number, (text: string, returnUrl: string) => object])[] =
    [
      ['error_response', 500, (text) => ({ error: 'Payment rejected', error_response: text })],
      ['error', 500, (text) => ({ error: text, error_response: 'Card declined' })],
      [
        'a decline’s note',
        500,
        (text, url) => ({ url: `${url}?status=declined&note=${encodeURIComponent(text)}` }),
      ],
      ['a status', 500, (text, url) => ({ url: `${url}?status=${encodeURIComponent(text)}&note=No` })],
      ['an invalid field’s message', 422, (text) => ({ message: text, data: { customer_email: [text] } })],
      ['an invalid field’s name', 422, (text) => ({ data: { [text]: ['No'], customer_email: ['No'] } })],
      ['an address', 200, (text) => ({ url: text })],
      ['a redirect', 200, (text) => ({ redirect_url: `https://evil.example/${text}` })],
      ['an acsform', 200, (text) => ({ acsform: text })],
    ];

  it.each(CHARGE_ANSWERS)('as %s in the answer to a charge is no markup', async (_, status, body) => {
    const calm = skeletonOf((await chargedWith(body, 'Card declined', status)).html);
    for (const text of SOME_HOSTILE_TEXTS) {
      const page = await chargedWith(body, text, status);
      expectOnlyOurs(page);
      if (page.text.includes('Your card was declined')) expect(skeletonOf(page.html)).toEqual(calm);
    }
  });

  it.each(['message', 'status', 'payment_source', 'merchant_data', 'customer_name'])(
    'as %s of a transaction is no markup on any page that follows',
    async (field) => {
      for (const text of SOME_HOSTILE_TEXTS) {
        const target = await unheardOrder(rig);
        const lie = { merchant_data: JSON.stringify({ nonce: target.attempt.nonce }), status: 'Declined' };
        lieAboutTransactions(rig, { ...lie, [field]: text.slice(0, 64) });
        await comeBack(target.returnUrl, { transaction_id: target.transaction.id, note: text, status: text });
        expectOnlyOurs(await visit(target.checkout_url));
      }
    },
  );

  it('as a placeholder or a label of the card element is no markup, and its values are not used', async () => {
    const calm = skeletonOf((await visit((await createOrder(rig)).checkout_url)).html);
    for (const text of SOME_HOSTILE_TEXTS) {
      const escaped = text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
      rig.sandbox.breakNext(
        { method: 'POST', path: '/intents' },
        {
          kind: 'wrong-types',
          garble: (body) =>
            JSON.parse(
              JSON.stringify(body).replace(
                /placeholder=\\"[^"]*\\"/g,
                () => `placeholder=\\"${JSON.stringify(escaped).slice(1, -1)}\\"`,
              ),
            ),
        },
      );
      const page = await visit((await createOrder(rig)).checkout_url);
      expect(page.html).toMatch(/placeholder="[^"]*(?:alert|APP_SECRET)/);
      expectOnlyOurs(page);
      expect(skeletonOf(page.html)).toEqual(calm);
    }
  });

  it('as markup in the card element means no card form at all: nothing of it is shown', async () => {
    for (const text of SOME_HOSTILE_TEXTS.filter((each) => /<\w/.test(each))) {
      rig.sandbox.breakNext(
        { method: 'POST', path: '/intents' },
        {
          kind: 'wrong-types',
          garble: (body) => ({ ...(body as object), element: { ccElement: `${ccElementIn(body)}${text}` } }),
        },
      );
      const page = await visit((await createOrder(rig)).checkout_url);
      expect(page).toMatchObject({ status: 503, text: expect.stringContaining('Nothing was taken') });
      expectOnlyOurs(page);
    }
  });

  it.each(['id', 'payment_intent', 'merchant_id', 'transaction_unique', 'expiry_date', 'currency'])(
    'as %s of an intent is no markup',
    async (field) => {
      for (const text of SOME_HOSTILE_TEXTS) {
        const garble = (body: unknown) => ({ ...(body as object), [field]: text });
        rig.sandbox.breakNext({ method: 'POST', path: '/intents' }, { kind: 'wrong-types', garble });
        expectOnlyOurs(await visit((await createOrder(rig)).checkout_url));
      }
    },
  );

  it('as a value that the bank is to get reaches the bank as it is, inside our own form', async () => {
    for (const text of SOME_HOSTILE_TEXTS) {
      const order = await openOrder(rig);
      const escaped = text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
      const acsform = `<form id="form3ds" method="POST" action="https://acs.bank.example/"><input type="hidden" name="creq" value="${escaped}"></form>`;
      rig.sandbox.breakNext(CHARGE, answers(200, { acsform }));
      const page = await payByCard(rig, order.checkout_url, CHALLENGED);
      const inputs = pageElements(page.html).filter(({ tagName }) => tagName === 'input');
      expect(inputs.map((input) => attributeOf(input, 'value'))).toEqual([text]);
      expectOnlyOurs(page, ['https://acs.bank.example']);
    }
  });

  /** No element that fetches, runs or posts anything but what we put there. */
  function expectOnlyOurs(page: ShownPage, banks: readonly string[] = []): void {
    const allowed = new Set([rig.origin, rig.sandboxOrigin, ...banks]);
    for (const element of pageElements(page.html)) {
      expect(FORBIDDEN).not.toContain(element.tagName);
      for (const { name, value } of element.attrs) {
        expect(name).not.toMatch(/^on|^srcdoc$|^formaction$|^style$|^autofocus$/);
        if (['src', 'href', 'action'].includes(name) && !value.startsWith('mailto:'))
          expect(allowed).toContain(new URL(value, page.url).origin);
      }
      if (element.tagName === 'script') expect(attributeOf(element, 'src')).not.toBeNull();
    }
  }
});

const FORMS = ['card', 'choose', 'direct-debit', 'open-banking', 'wallet'].map((form) => `checkout/${form}`);
const FORBIDDEN = [
  'iframe',
  'object',
  'embed',
  'base',
  'style',
  'template',
  'math',
  'img',
  'frame',
  'audio',
  'video',
];

function ccElementIn(body: unknown): string {
  return (body as { element: { ccElement: string } }).element.ccElement;
}

/** The same data with another text in every place that holds one. */
function withText(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((each: unknown) => withText(each, text));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withText(each, text)]));
}
