import { EVERY_WAY, filledForm, finish } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import { createOrder, post, visit } from '../support/shopper';
import { orderNow } from './scene';
import type { PaymentMethod } from '../../src/payments/methods';

const POSTED = /\/pay\/v1\/(creditcards|directdebits|openbankings|applepay|googlepay)$/;
const PAIRS = EVERY_WAY.flatMap((one) =>
  EVERY_WAY.filter((other) => other !== one).map((other): [PaymentMethod, PaymentMethod] => [one, other]),
);

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const charges = () => rig.sandbox.calls({ method: 'POST', path: POSTED });
const made = () => rig.sandbox.ledger().map(({ amount }) => amount);

it.each(EVERY_WAY)(
  'a form to pay by %s that is sent 20 times at once, and again afterwards, is one charge',
  async (method) => {
    const order = await createOrder(rig, { payment_methods: [method] });
    const { url, fields } = await filledForm(rig, method, order.checkout_url);
    const send = () => post(url, fields, rig.origin);
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    await send();
    await finish(rig, method, await visit(ledTo(answers)));
    await send();
    expect(charges()).toHaveLength(1);
    expect(made()).toEqual([1099]);
    expect(await orderNow(rig, order.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
  },
);

it.each(PAIRS)(
  'forms of one order to pay by %s and by %s, sent at once, are one charge',
  async (one, other) => {
    const order = await createOrder(rig, { payment_methods: [one, other] });
    const first = await filledForm(rig, one, order.checkout_url);
    const second = await filledForm(rig, other, order.checkout_url);
    const send = ({ url, fields }: typeof first) => post(url, fields, rig.origin);
    await Promise.all([first, second, first, second].map(send));
    await send(first);
    await rig.settle();
    expect(charges()).toHaveLength(1);
    expect(made()).toEqual([1099]);
  },
);

/** The same page for all of them. */
function ledTo(answers: readonly Response[]): string {
  const [address, ...others] = new Set(answers.map(({ headers }) => headers.get('location')));
  expect(others).toEqual([]);
  return new URL(address ?? '', rig.origin).href;
}
