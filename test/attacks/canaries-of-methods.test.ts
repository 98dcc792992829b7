import { MINUTE } from '../../src/kernel/clock';
import { leaksIn, secretsOf } from '../faults/canaries';
import { cancel, capture, hear, orderOf, refund } from '../support/paid';
import { EVERY_WAY, filledForm, finish, FORM_OF, payBy, SEALED_BY_WALLET } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import { createOrder, post, visit, type CreatedOrder, type ShownPage } from '../support/shopper';
import type { PaymentMethod } from '../../src/payments/methods';

const WAYS = EVERY_WAY.filter((method): method is Exclude<PaymentMethod, 'card'> => method !== 'card');
const POSTED = {
  direct_debit: 'directdebits',
  open_banking: 'openbankings',
  apple_pay: 'applepay',
  google_pay: 'googlepay',
} as const;

/** What was typed or put there by a wallet, which nobody but Blink needs: on no page but the form that is given back, and in no answer. */
const NUMBERS = ['55779911', '20-00-00', '200000', SEALED_BY_WALLET];
const PRIVATE = [...NUMBERS, 'A Shopper'];

describe.each(WAYS)('what is sent to pay by %s', (method) => {
  let rig: Rig;
  let orders: CreatedOrder[];
  let pages: ShownPage[];
  beforeAll(async () => {
    rig = await startRig();
    [orders, pages] = [[], []];
    await formsThatAreRefused();
    await answersOfBlink();
    await paidAndMoved();
    rig.advance(20 * MINUTE);
    await rig.sweep();
    await hear(rig);
  });
  afterAll(() => rig.stop());

  const newOrder = async (order: object = {}): Promise<CreatedOrder> => {
    const created = await createOrder(rig, { payment_methods: [method], ...order });
    orders.push(created);
    return created;
  };
  const pay = async ({ checkout_url: url }: CreatedOrder): Promise<ShownPage> => {
    const page = await payBy(rig, method, url);
    pages.push(page, await visit(url));
    return page;
  };

  it('is in no line of the log, however it ends', async () => {
    expect(rig.log.lines().length).toBeGreaterThan(20);
    for (const { id } of orders) expect(leaksIn(rig.log.text(), await secretsOf(rig, id))).toEqual([]);
    expect(PRIVATE.filter((text) => rig.log.text().includes(text))).toEqual([]);
  });

  it('is on no page but the form that the shopper gets back', () => {
    const others = pages.filter(({ html }) => !html.includes(`id="${FORM_OF[method]}"`));
    expect(others.length).toBeGreaterThan(5);
    for (const { html } of others) {
      for (const text of [...PRIVATE, 'Ada', 'ada@shopper.example']) expect(html).not.toContain(text);
    }
  });

  it('comes back as a token on no page at all', () => {
    for (const { html } of pages) expect(html).not.toContain(SEALED_BY_WALLET);
  });

  it('is in no answer to the shop, no event and nothing that is kept', async () => {
    const stored = rig.dependencies.payments.orders;
    for (const { id } of orders) {
      const parts = [`/orders/${id}`, `/orders/${id}/history`, `/orders/${id}/events`];
      const answers = await Promise.all(parts.map(async (part) => (await rig.api('GET', part)).body));
      const all = JSON.stringify([answers, await stored.find(id), await stored.history(id)]);
      expect(PRIVATE.filter((text) => all.includes(text))).toEqual([]);
    }
  });

  it('does reach Blink', () => {
    const sent = rig.sandbox.calls({ method: 'POST', path: POSTED[method] });
    expect(sent.length).toBeGreaterThan(5);
  });

  async function formsThatAreRefused(): Promise<void> {
    const { url, fields } = await filledForm(rig, method, (await newOrder()).checkout_url);
    const send = async (changed: Record<string, string>, origin = rig.origin) => {
      const answer = await post(url, { ...fields, ...changed }, origin);
      const { status, headers } = answer;
      const html = await answer.text();
      pages.push({ url, status, headers, html, text: html });
      return status;
    };
    expect(await send({ attempt_id: 'att_old' })).toBe(409);
    expect(await send({ email: 'x', customer_email: 'x' })).toBe(422);
    expect(await send({}, 'https://evil.example')).toBe(403);
    expect(await send({ email: 'x'.repeat(300_000), customer_email: 'x'.repeat(300_000) })).toBe(413);
  }

  /** Each repeats what it was sent; names apart, which nobody can tell from other words. */
  async function answersOfBlink(): Promise<void> {
    const said = `No: ${NUMBERS.join(', ')} ada@shopper.example`;
    for (const [status, body] of [
      [400, { error: said }],
      [422, { message: said, data: { email: [said], account_number: [said], paymentToken: [said] } }],
      [500, { error: 'Payment rejected', error_response: said }],
      [401, { error: `Payment Intent has expired ${said}` }],
      [503, { error: said }],
      [200, { url: `no address: ${said}` }],
    ] as const) {
      rig.sandbox.breakNext({ method: 'POST', path: POSTED[method] }, { kind: 'status', status, body });
      await pay(await newOrder());
    }
  }

  async function paidAndMoved(): Promise<void> {
    const isByCard = method === 'apple_pay' || method === 'google_pay';
    const bought = await newOrder();
    await finish(rig, method, await pay(bought));
    pages.push(await visit(bought.checkout_url));
    expect(await orderOf(rig, bought.id)).toMatchObject({ status: 'paid' });
    await refund(rig, bought.id);
    if (!isByCard) return;
    for (const move of [capture, cancel]) {
      const reserved = await newOrder({ capture: 'manual' });
      await pay(reserved);
      rig.sandbox.breakNext(
        { method: 'POST', path: /reruns|cancels/ },
        {
          kind: 'status',
          status: 400,
          body: { success: false, message: NUMBERS.join(', ') },
        },
      );
      await move(rig, reserved.id);
      await move(rig, reserved.id);
    }
  }
});
