import { formsIn, linksIn } from '../support/html-forms';
import { FORM_OF, TYPED } from '../support/pay-by';
import {
  formIn,
  goToBank,
  post,
  submit,
  tokenise,
  visit,
  type Card,
  type ShownPage,
} from '../support/shopper';
import { orderIn, type Model, type ModelOrder } from './model';
import type { World } from './world';
import type { PaymentMethod } from '../../src/payments/methods';

type Move = (world: World, model: Model) => Promise<void>;

/** From the checkout address to the bank's page, or as far as the checkout lets the shopper go. */
export function pays(number: number, card: Card, times = 1): Move {
  return async (world, model) => {
    const order = orderIn(model, number);
    const page = await seen(visit(`${order.checkout_url}/card`));
    const form = formsIn(page.html).find(({ id }) => id === 'card-form');
    if (!form) return;
    const fields = {
      ...form.fields,
      customer_name: 'Ada Shopper',
      customer_email: 'ada@shopper.example',
      customer_address: '1 High Street',
      customer_postcode: 'SW1Y 4LB',
      paymentToken: await tokenise(world.rig, form.fields['merchantID'] ?? '', card),
    };
    order.sentForms.push({ url: new URL(form.action, page.url).href, fields });
    const pages = await Promise.all(Array.from({ length: times }, () => seen(submit(page, form, fields))));
    for (const each of pages) await goesOnToBank(order, each);
  };
}

/** Any way but the card's, which needs a token of its own. */
export function paysBy(number: number, method: Exclude<PaymentMethod, 'card'>): Move {
  return async (_world, model) => {
    const order = orderIn(model, number);
    const page = await seen(visit(`${order.checkout_url}/${method.replace('_', '-')}`));
    const form = formsIn(page.html).find(({ id }) => id === FORM_OF[method]);
    if (!form) return;
    const fields = { ...form.fields, ...TYPED[method] };
    order.sentForms.push({ url: new URL(form.action, page.url).href, fields });
    await goesOnToBank(order, await seen(submit(page, form, fields)));
  };
}

/** By a form for the bank that checks a card, by a link to the bank that pays itself. */
async function goesOnToBank(order: ModelOrder, page: ShownPage): Promise<void> {
  const link = linksIn(page.html).find(({ label }) => label === 'Continue to your bank');
  if (formsIn(page.html).some(({ id }) => id === 'bank-form')) order.bankPages.push(await goToBank(page));
  else if (page.url.endsWith('/bank') && link) order.bankPages.push(await visit(link.href));
}

/** Presses a button on the bank's page that was opened last, and comes back or closes the tab. */
export function answersBank(number: number, button: 'Approve' | 'Refuse', comes: boolean): Move {
  return async (world, model) => {
    const order = orderIn(model, number);
    const bank = order.bankPages.pop();
    if (!bank) return;
    const form = formIn(bank, button);
    const answer = await post(new URL(form.action, bank.url).href, form.fields, world.rig.sandboxOrigin);
    const back = answer.headers.get('location');
    if (!back?.startsWith(world.rig.origin)) throw new Error(`The bank sends nobody back: ${String(back)}`);
    order.returns.push(back);
    if (comes) await seen(visit(back));
  };
}

/** By the address of any earlier return, so also again. */
export function comesBack(number: number): Move {
  return async (_world, model) => {
    const address = orderIn(model, number).returns.at(-1);
    if (address) await seen(visit(address));
  };
}

/** Where the page offers to go on at the bank, the shopper does. */
export function looks(number: number): Move {
  return async (_world, model) => {
    const order = orderIn(model, number);
    await seen(visit(order.checkout_url));
    if (order.bankPages.length > 0) return;
    await goesOnToBank(order, await seen(visit(`${order.checkout_url}/bank`)));
  };
}

export function presses(number: number, button: 'retry' | 'abandon' | 'check'): Move {
  return async (world, model) => {
    const url = `${orderIn(model, number).checkout_url}/${button}`;
    expect((await post(url, {}, world.rig.origin)).status).toBe(303);
  };
}

export function sendsOldForm(number: number): Move {
  return async (world, model) => {
    const form = orderIn(model, number).sentForms[0];
    if (form) expect((await post(form.url, form.fields, world.rig.origin)).status).toBeLessThan(500);
  };
}

/** Whatever Blink does, the shopper gets a page of ours: 503 where Blink cannot be asked for a form. */
async function seen(shown: Promise<ShownPage>): Promise<ShownPage> {
  const page = await shown;
  if (page.status >= 500) expect(page).toMatchObject({ status: 503 });
  return page;
}
