import type { Blink } from '../../src/blink/blink';
import { createBlink, type BlinkOptions } from '../../src/blink/create-blink';
import { MINUTE } from '../../src/kernel/clock';
import { formatMoney, money } from '../../src/kernel/money';
import { EVERY_WAY, filledForm, FORM_OF, payBy } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import { createOrder, formIn, payByCard, post, submit, visit } from '../support/shopper';
import { charge, openOrder, orderNow } from './scene';
import type { PaymentMethod } from '../../src/payments/methods';

const POSTED = /\/pay\/v1\/(creditcards|directdebits|openbankings|applepay|googlepay)$/;
const NEWS = 'may have changed since this page was opened';
const RENEWAL: Readonly<Partial<Record<PaymentMethod, string>>> = {
  card: 'renew',
  direct_debit: 'direct-debit/renew',
  open_banking: 'open-banking/renew',
};

const chargesIn = (rig: Rig) => rig.sandbox.calls({ method: 'POST', path: POSTED });
const takenIn = (rig: Rig) => rig.sandbox.ledger().map(({ amount, currency }) => ({ amount, currency }));
const formName = (method: PaymentMethod) => (method === 'card' ? 'card-form' : FORM_OF[method]);

describe.each(EVERY_WAY)('a form to pay by %s', (method) => {
  let rig: Rig;
  beforeEach(
    async () =>
      void (rig = await startRig({ sandbox: { rawAmountCounts: true, currencies: ['GBP', 'EUR', 'JPY'] } })),
  );
  afterEach(() => rig.stop());

  const newOrder = (terms: object = {}) => createOrder(rig, { payment_methods: [method], ...terms });
  const amend = async (id: string, amount: number): Promise<void> => {
    expect((await rig.api('PATCH', `/orders/${id}`, { amount })).status).toBe(200);
  };
  const renew = async (checkoutUrl: string) => {
    const answer = await post(`${checkoutUrl}/${RENEWAL[method]}`, {}, rig.origin);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Record<'hidden' | 'shown', { name: string; value: string }[]> & {
      attempt_id: string;
    };
  };
  const byName = (inputs: readonly { name: string; value: string }[]) =>
    Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
  /** The new page in the place of the one that was sent: it says why, shows what is so now, and pays just that. */
  const paysOnlyWhatTheNextPageShows = async (id: string, answer: Response, amount: number) => {
    expect(chargesIn(rig)).toEqual([]);
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain(NEWS);
    expect(html).toContain(formatMoney(money(amount, 'GBP')));
    await payBy(rig, method, (await orderNow(rig, id)).checkout_url);
    expect(takenIn(rig)).toEqual([{ amount, currency: 'GBP' }]);
  };

  it.each<readonly [string, number]>([
    ['GBP', 1099],
    ['GBP', 99_999],
    ...(method === 'direct_debit' || method === 'open_banking' // those take pounds only
      ? []
      : ([
          ['EUR', 1100],
          ['JPY', 1099],
        ] as const)),
  ])('says itself what its page shows, in %s %i', async (currency, amount) => {
    const order = await newOrder({ currency, amount });
    const { page, fields } = await filledForm(rig, method, order.checkout_url);
    expect(page.text).toContain(`Total to pay: ${formatMoney(money(amount, currency))} `);
    expect(fields).toMatchObject({
      shown_method: method,
      shown_amount: String(amount),
      shown_currency: currency,
    });
    await payBy(rig, method, order.checkout_url);
    expect(takenIn(rig)).toEqual([{ amount, currency }]);
  });

  it('charges nothing once the shop has changed the amount, and the next page says so', async () => {
    const order = await newOrder();
    const { url, fields } = await filledForm(rig, method, order.checkout_url);
    await amend(order.id, 2000);
    await paysOnlyWhatTheNextPageShows(order.id, await post(url, fields, rig.origin), 2000);
  });

  it('charges nothing once another tab has shown the new amount, either', async () => {
    const order = await newOrder();
    const { url, fields } = await filledForm(rig, method, order.checkout_url);
    await amend(order.id, 2000);
    await visit(order.checkout_url);
    await paysOnlyWhatTheNextPageShows(order.id, await post(url, fields, rig.origin), 2000);
  });

  it('charges what it shows, or nothing, when the amount was changed and changed back', async () => {
    const order = await newOrder();
    const { page, form, fields } = await filledForm(rig, method, order.checkout_url);
    await amend(order.id, 2000);
    const other = await filledForm(rig, method, order.checkout_url);
    await amend(order.id, 1099);
    expect((await post(other.url, other.fields, rig.origin)).status).toBe(409);
    expect(chargesIn(rig)).toEqual([]);
    const end = await submit(page, form, fields);
    if (chargesIn(rig).length === 0) await submit(end, formIn(end, formName(method)), fieldsToType(fields));
    expect(takenIn(rig)).toEqual([{ amount: 1099, currency: 'GBP' }]);
  });

  it.each([
    ['a smaller amount', { shown_amount: '1' }],
    ['a larger amount', { shown_amount: '2000' }],
    ['the amount in pounds', { shown_amount: '10.99' }],
    ['the amount with a nought before it', { shown_amount: '01099' }],
    ['the amount with a space', { shown_amount: ' 1099' }],
    ['the amount in another notation', { shown_amount: '1.099e3' }],
    ['a negative amount', { shown_amount: '-1099' }],
    ['an amount beyond all numbers', { shown_amount: '9'.repeat(400) }],
    ['no amount', { shown_amount: '' }],
    ['another currency', { shown_currency: 'EUR' }],
    ['the currency in small letters', { shown_currency: 'gbp' }],
    ['no currency', { shown_currency: '' }],
    ['another way to pay', { shown_method: method === 'card' ? 'google_pay' : 'card' }],
    ['an unknown way to pay', { shown_method: 'cheque' }],
    ['no way to pay', { shown_method: '' }],
  ])('that names %s charges nothing', async (_, tampered) => {
    const order = await newOrder();
    const { url, fields } = await filledForm(rig, method, order.checkout_url);
    const before = await orderNow(rig, order.id);
    const answer = await post(url, { ...fields, ...tampered }, rig.origin);
    expect(answer.status).toBe(409);
    expect(chargesIn(rig)).toEqual([]);
    expect(await orderNow(rig, order.id)).toEqual(before);
  });

  it('of an earlier release, which names nothing, charges nothing and is answered with one that does', async () => {
    const order = await newOrder();
    const { url, fields } = await filledForm(rig, method, order.checkout_url);
    const ofBefore = Object.fromEntries(Object.entries(fields).filter(([name]) => !/^shown_/.test(name)));
    await paysOnlyWhatTheNextPageShows(order.id, await post(url, ofBefore, rig.origin), 1099);
  });

  it('says so too when something else is wrong with what was sent', async () => {
    const order = await newOrder();
    const { url, fields } = await filledForm(rig, method, order.checkout_url);
    await amend(order.id, 2000);
    const wrong = { customer_email: 'nobody', email: 'nobody' };
    const answer = await post(url, { ...fields, ...wrong }, rig.origin);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(NEWS);
    expect(html).toContain('£20.00');
    expect(chargesIn(rig)).toEqual([]);
  });

  const canBeRenewed = RENEWAL[method] !== undefined;

  if (canBeRenewed) {
    it.each([
      ['before', (id: string) => amend(id, 2000)],
      ['after', () => Promise.resolve()],
    ])('that was renewed charges nothing when the amount was changed %s that', async (_, change) => {
      const order = await newOrder();
      const { url, fields } = await filledForm(rig, method, order.checkout_url);
      rig.advance(27 * MINUTE);
      await change(order.id);
      const renewed = await renew(order.checkout_url);
      await amend(order.id, 2000);
      const sent = { ...fields, ...byName(renewed.hidden), attempt_id: renewed.attempt_id };
      await paysOnlyWhatTheNextPageShows(order.id, await post(url, sent, rig.origin), 2000);
    });

    it('is told by its renewal what it would show by now, and is never given that as what it showed', async () => {
      const order = await newOrder();
      await visit(order.checkout_url);
      await amend(order.id, 2000);
      const { hidden, shown } = await renew(order.checkout_url);
      expect(byName(shown)).toEqual({
        shown_method: method,
        shown_amount: '2000',
        shown_currency: 'GBP',
      });
      expect(hidden.filter(({ name }) => /shown/.test(name))).toEqual([]);
    });
  } else {
    it('has a sheet that asks for what the page shows, also after a change', async () => {
      const order = await newOrder();
      for (const amount of [1099, 2000, 1099]) {
        await amend(order.id, amount);
        const { html, text } = await visit(order.checkout_url);
        expect(text).toContain(`Total to pay: ${formatMoney(money(amount, 'GBP'))} `);
        const sheet = /data-values="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#34;', '"') ?? '';
        const amounts = (JSON.parse(sheet) as string[]).filter((value) => /^\d+\.\d\d$/.test(value));
        expect(amounts).toEqual([(amount / 100).toFixed(2)]);
      }
    });
  }
});

/** What a shopper types once more into the page that came back. */
function fieldsToType(fields: Readonly<Record<string, string>>): Record<string, string> {
  const ours = /^(shown_|attempt_id|merchantID|payment_intent|resource|transaction_unique|type$)/;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !ours.test(name)));
}

describe('the claim of a charge', () => {
  let rig: Rig;
  let hold: Promise<void> | null;
  let isHeld: () => void;
  /** Blink's answers to a charge, and to a change of an intent, come when the test lets them. */
  const slowly = (options: BlinkOptions): Blink => {
    const blink = createBlink(options);
    const held = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
      const given = await answer;
      isHeld();
      await hold;
      return given;
    };
    return {
      ...blink,
      creditCards: { pay: (payment) => held(blink.creditCards.pay(payment)) },
      intents: { ...blink.intents, update: (id, change) => held(blink.intents.update(id, change)) },
    };
  };
  beforeEach(async () => {
    hold = null;
    isHeld = () => undefined;
    rig = await startRig({ client: slowly });
  });
  afterEach(() => rig.stop());

  const amend = (id: string, amount: number) => rig.api('PATCH', `/orders/${id}`, { amount });
  /** @returns lets the answers go */
  const holdAnswers = () => {
    let go = (): void => undefined;
    hold = new Promise((resolve) => (go = resolve));
    const reached = new Promise<void>((resolve) => (isHeld = resolve));
    return { go: () => go(), reached };
  };

  it('itself compares: it is the last to see the order before Blink is asked', async () => {
    const order = await openOrder(rig);
    expect((await amend(order.id, 2000)).status).toBe(200);
    expect(await charge(rig, order)).toEqual({ kind: 'not_charged', why: 'not_as_shown' });
    expect(chargesIn(rig)).toEqual([]);
  });

  it('is made for the method of its attempt only', async () => {
    const order = await openOrder(rig, { payment_methods: ['google_pay', 'card'] });
    const { payments } = rig.dependencies;
    await visit(`${order.checkout_url}/google-pay`);
    const attempt = (await payments.orders.find(order.id))!.attempts.at(-1)!;
    expect(attempt.method).toBe('google_pay');
    await expect(charge(rig, { ...order, attempt })).rejects.toMatchObject({ code: 'attempt_not_ready' });
    expect(chargesIn(rig)).toEqual([]);
  });

  it('closes the order to changes: what is on its way stays what was shown', async () => {
    const order = await createOrder(rig);
    const { url, fields } = await filledForm(rig, 'card', order.checkout_url);
    const { go, reached } = holdAnswers();
    const answer = post(url, fields, rig.origin);
    await reached;
    expect(await amend(order.id, 2000)).toMatchObject({
      status: 409,
      body: { code: 'order_not_amendable' },
    });
    go();
    expect((await answer).status).toBe(303);
    await rig.settle();
    expect(await orderNow(rig, order.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it('is never made while Blink is asked to change the intent', async () => {
    const order = await openOrder(rig);
    const { go, reached } = holdAnswers();
    const amended = amend(order.id, 2000);
    await reached; // at Blink the intent is for £20.00 by now, and nobody here knows
    const asNew = { ...order, attempt: { ...order.attempt, amount: money(2000, 'GBP') } };
    await expect(charge(rig, asNew)).rejects.toMatchObject({ code: 'attempt_not_ready' });
    expect(await charge(rig, order)).toMatchObject({ why: 'not_as_shown' });
    go();
    expect((await amended).status).toBe(200);
    expect(chargesIn(rig)).toEqual([]);
  });

  it('is never made then for the amount that the order had before, and has again', async () => {
    const order = await createOrder(rig);
    const { url, fields } = await filledForm(rig, 'card', order.checkout_url);
    const { go, reached } = holdAnswers();
    const first = amend(order.id, 2000);
    await reached;
    expect((await amend(order.id, 1099)).status).toBe(200); // what the page shows, but not what this intent takes
    expect((await post(url, fields, rig.origin)).status).toBe(409);
    go();
    expect((await first).status).toBe(200);
    expect((await post(url, fields, rig.origin)).status).toBe(409);
    expect(chargesIn(rig)).toEqual([]);
    await payBy(rig, 'card', order.checkout_url);
    expect(takenIn(rig)).toEqual([{ amount: 1099, currency: 'GBP' }]);
  });

  it('is never made by an intent that may have followed although Blink’s answer was lost', async () => {
    const order = await createOrder(rig);
    const { url, fields } = await filledForm(rig, 'card', order.checkout_url);
    rig.sandbox.breakNext({ method: 'PATCH', path: '/intents/' }, { kind: 'reset-after' });
    expect((await amend(order.id, 2000)).status).toBe(200);
    expect((await amend(order.id, 1099)).status).toBe(200);
    expect((await post(url, fields, rig.origin)).status).toBe(409);
    await payBy(rig, 'card', order.checkout_url);
    expect(takenIn(rig)).toEqual([{ amount: 1099, currency: 'GBP' }]);
  });
});

describe('a bank’s check that is under way', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  it.each(['card', 'open_banking'] as const)(
    'keeps the amount of the form that it began with, by %s, until it is given up',
    async (method) => {
      const order = await createOrder(rig, { payment_methods: [method] });
      const old = await filledForm(rig, method, order.checkout_url);
      if (method === 'card') await payByCard(rig, order.checkout_url);
      else await submit(old.page, old.form, old.fields);
      expect((await rig.api('PATCH', `/orders/${order.id}`, { amount: 2000 })).status).toBe(409);
      const waiting = await visit(order.checkout_url);
      expect(waiting.text).toContain('Your bank is waiting for you');
      expect(waiting.text).toContain('Total to pay: £10.99');

      await post(`${order.checkout_url}/abandon`, {}, rig.origin);
      expect((await rig.api('PATCH', `/orders/${order.id}`, { amount: 2000 })).status).toBe(200);
      rig.sandbox.forgetCalls();
      await post(old.url, old.fields, rig.origin);
      expect(chargesIn(rig)).toEqual([]);
      const again = await visit(order.checkout_url);
      expect(formIn(again, formName(method)).fields).toMatchObject({ shown_amount: '2000' });
      expect(again.text).toContain('Total to pay: £20.00');
    },
  );
});
