import { linksIn } from '../support/html-forms';
import { eventsOf } from '../support/paid';
import { EVERY_WAY, filledForm, payBy } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import { createOrder, formIn, post, submit, visit, type ShownPage } from '../support/shopper';
import { createRepeatPayment, sendCard } from '../repeat-payments/pages/customer';
import type { PaymentMethod } from '../../src/payments/methods';

const POSTED = /\/pay\/v1\/(creditcards|directdebits|openbankings|applepay|googlepay)$/;
/** What Blink says when it takes the payer's details for wrong. */
const DETAILS_ARE_WRONG = {
  kind: 'status',
  status: 422,
  body: { success: false, errors: { customer_name: ['The name is not one.'] } },
} as const;

describe('five charges that came to nothing', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const charges = () => rig.sandbox.calls({ method: 'POST', path: POSTED });
  const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
  /** @returns the page after the last of them */
  const failFiveTimes = async (method: PaymentMethod, checkoutUrl: string): Promise<ShownPage> => {
    rig.sandbox.breakNext({ method: 'POST', path: POSTED, times: 5 }, DETAILS_ARE_WRONG);
    for (let tries = 1; tries < 5; tries += 1)
      expect((await payBy(rig, method, checkoutUrl)).text).toContain('The name is not one.');
    return payBy(rig, method, checkoutUrl);
  };
  const dataOfLastEvent = async (id: string) => {
    const { body } = await rig.api('GET', `/orders/${id}/events`);
    return body.data.at(-1);
  };

  it.each(EVERY_WAY)('by %s are said, and no form that charges nothing is shown any more', async (method) => {
    const order = await createOrder(rig, {
      payment_methods: [method],
      cancel_url: 'https://shop.example/basket',
    });
    const { url, fields } = await filledForm(rig, method, order.checkout_url);
    const last = await failFiveTimes(method, order.checkout_url);
    const later = await visit(order.checkout_url);
    for (const page of [last, later]) {
      expect(page.text).toContain('There were too many tries');
      expect(page.text).toContain('cannot be paid here any more. Please ask the shop');
      expect(page.html).not.toContain('<form');
      expect(linksIn(page.html)).toContainEqual({
        label: 'Return to the shop',
        href: `https://shop.example/basket?order_id=${order.id}`,
      });
    }
    expect((await post(url, fields, rig.origin)).status).toBe(303);
    expect(charges()).toHaveLength(5);
  });

  it('tell the shop that nobody can pay the order any more', async () => {
    const order = await createOrder(rig);
    await failFiveTimes('card', order.checkout_url);
    expect(await orderNow(order.id)).toMatchObject({ status: 'open', payment_methods_left: [] });
    const told = await eventsOf(rig, order.id);
    expect(told.filter((type) => type === 'payment_failed')).toHaveLength(5);
    expect(await dataOfLastEvent(order.id)).toMatchObject({
      type: 'order.payment_failed',
      data: { payment_methods: ['card'], payment_methods_left: [] },
    });
  });

  it('by card leave the other ways, each with five of its own, and the page leads there', async () => {
    const order = await createOrder(rig, { payment_methods: ['card', 'google_pay', 'direct_debit'] });
    const page = await failFiveTimes('card', order.checkout_url);
    expect(page.text).toContain('You can still pay another way');
    const [link] = linksIn(page.html).filter(({ label }) => label === 'Pay another way');
    const ways = await visit(new URL(link?.href ?? '', page.url).href);
    expect(linksIn(ways.html).map(({ href }) => href.replace(/^.*\//, ''))).toEqual([
      'google-pay',
      'direct-debit',
    ]);
    expect((await visit(`${order.checkout_url}/card`)).text).toContain('There were too many tries');
    expect((await dataOfLastEvent(order.id)).data.payment_methods_left).toEqual([
      'google_pay',
      'direct_debit',
    ]);

    await failFiveTimes('google_pay', order.checkout_url);
    await payBy(rig, 'direct_debit', order.checkout_url);
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing' });
    expect(charges()).toHaveLength(11);
  });

  it('that the bank refused lead from the last refusal to the other ways', async () => {
    const order = await createOrder(rig, { amount: 15_000, payment_methods: ['card', 'open_banking'] });
    let page = await payBy(rig, 'card', order.checkout_url);
    for (let tries = 1; tries < 5; tries += 1) {
      await submit(page, formIn(page, 'Try another card'));
      page = await payBy(rig, 'card', `${order.checkout_url}/card`);
    }
    expect(page.text).toContain('Your card was declined');
    expect(page.text).toContain('You can still pay another way');
    expect(page.html).not.toContain('Try another card');
    const [link] = linksIn(page.html).filter(({ label }) => label === 'Pay another way');
    const form = await visit(new URL(link?.href ?? '', page.url).href);
    expect(formIn(form, 'open-banking-form').fields).toMatchObject({ shown_method: 'open_banking' });
  });

  it('of a repeat payment are said, too', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    rig.sandbox.breakNext({ method: 'POST', path: /\/repeat-payments$/, times: 5 }, DETAILS_ARE_WRONG);
    for (let tries = 1; tries <= 5; tries += 1) await sendCard(rig, checkout_url);
    const page = await visit(checkout_url);
    expect(page.text).toContain('There were too many tries');
    expect(page.html).not.toContain('<form');
  });
});
