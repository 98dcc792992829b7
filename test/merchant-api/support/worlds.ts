import { MINUTE } from '../../../src/kernel/clock';
import { randomIds, type Ids } from '../../../src/kernel/ids';
import { MemoryIdempotencyStore } from '../../../src/api/idempotency/memory-store';
import { historyOf } from '../../support/orders';
import { startRig, type Rig } from '../../support/rig';
import { FRICTIONLESS, payByCard, type CreatedOrder } from '../../support/shopper';
import { wrapped } from './call';
import { REPEAT_PAYMENT_WORLDS } from './repeat-payment-worlds';

/** The ids and tokens that the document's examples have. */
const DOCUMENTED = {
  orderTicket: '3nK0yVQyUeSGNCsv1t9cNw',
  attempt: 'att_gfr0Yb1vD2bQm9Xe',
  setup: 'set_gfr0Yb1vD2bQm9Xe',
  token: 'b8Jq4mS1yT7eWv0Zc5Hn2Rk9Lx3Pd6Ua',
};

/** Events are sent to a port that nothing listens on. */
const NOBODY_HEARS = {
  MERCHANT_WEBHOOK_URL: 'http://127.0.0.1:9/',
  MERCHANT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
};

/** A rig in which the first order, attempt and token are the documented ones. */
export function startDocumentedRig(): Promise<Rig> {
  const keys = new MemoryIdempotencyStore();
  const idempotency = wrapped(keys, {
    claim: (asked) => keys.claim({ ...asked, ticket: DOCUMENTED.orderTicket }),
  });
  return startRig({ env: NOBODY_HEARS, replace: () => ({ ids: documentedIds(), idempotency }) });
}

function documentedIds(): Ids {
  const attempts = [DOCUMENTED.attempt];
  const tokens = [DOCUMENTED.token];
  const setups = [DOCUMENTED.setup];
  return {
    ...randomIds,
    attempt: () => attempts.shift() ?? randomIds.attempt(),
    enrolment: () => setups.shift() ?? randomIds.enrolment(),
    token: () => tokens.shift() ?? randomIds.token(),
  };
}

/** What has to have happened before each example of the document, by the example's name. */
export const WORLDS: Readonly<Record<string, (rig: Rig) => Promise<unknown>>> = {
  'createOrder: An order with all that helps': nothing,
  'createOrder: The smallest order': nothing,
  'listOrders: The latest open order': async (rig) => {
    await rig.dependencies.payments.orders.append(null, historyOf([]));
    await openOrder(rig);
  },
  'listOrders: What waits for a human': unknownOrder,
  'getOrder: A paid order': (rig) => paidOrder(rig),
  'getOrder: Asking Blink first': async (rig) => {
    const order = await openOrder(rig);
    rig.sandbox.notifications.withhold(true);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
  },
  'amendOrder: One mug more, and until tomorrow': (rig) => openOrder(rig),
  'cancelOrder: The customer changed their mind': (rig) => openOrder(rig),
  'captureOrder: All of it, when the goods leave': reservedOrder,
  'refundOrder: All of it, if nobody refunded it since we looked': (rig) => paidOrder(rig),
  'nameTransaction: A payment found in the portal': lostAnswer,
  'closeReview: The payment never happened': unknownOrder,
  'listHistory: Paid at the first try': (rig) => paidOrder(rig),
  'listOrderEvents: A paid order': (rig) => paidOrder(rig),
  'listEvents: From the start': (rig) => paidOrder(rig),
  'redeliverEvent: A payment that the shop missed': (rig) => paidOrder(rig),
  'redeliverEvents: What happened within an hour': (rig) => paidOrder(rig),
  ...REPEAT_PAYMENT_WORLDS,
  'listTerminals: One at work, one in its box': nothing,
  'getTerminal: A terminal at work': nothing,
};

/** What a call needs to succeed, for tests that then make it fail. */
export function worldOf(id: string): (rig: Rig) => Promise<unknown> {
  const name = Object.keys(WORLDS).find((each) => each.startsWith(`${id}: `));
  return (name && WORLDS[name]) || nothing;
}

export function nothing(): Promise<void> {
  return Promise.resolve();
}

export async function openOrder(rig: Rig, changed: object = {}): Promise<CreatedOrder> {
  const order = {
    reference: 'ORDER-1042',
    amount: 1099,
    currency: 'GBP',
    description: 'Two mugs, blue',
    customer: { name: 'Ada Shopper', email: 'ada@shopper.example' },
    success_url: 'https://shop.example/thanks',
    cancel_url: 'https://shop.example/basket',
    metadata: { cart: '8731' },
    ...changed,
  };
  const answer = await rig.api('POST', '/orders', order, { 'idempotency-key': 'the documented order' });
  return answer.body as CreatedOrder;
}

export function reservedOrder(rig: Rig): Promise<CreatedOrder> {
  return paidOrder(rig, { capture: { delay_days: 7 } });
}

/** Paid, or reserved when the order is captured later. */
export async function paidOrder(rig: Rig, changed: object = {}): Promise<CreatedOrder> {
  const order = await openOrder(rig, changed);
  await payByCard(rig, order.checkout_url, FRICTIONLESS);
  await rig.settle();
  return order;
}

/** Blink took the money, and its answer never arrived; nor did its notification. */
export async function lostAnswer(rig: Rig): Promise<CreatedOrder> {
  const order = await openOrder(rig);
  rig.sandbox.notifications.withhold(true);
  rig.sandbox.breakNext({ method: 'POST', path: /creditcards/ }, { kind: 'reset-after' });
  await payByCard(rig, order.checkout_url, FRICTIONLESS);
  return order;
}

/** The charge never reached Blink, which nobody can know; a quarter of an hour later a human is asked. */
export async function unknownOrder(rig: Rig): Promise<CreatedOrder> {
  const order = await openOrder(rig);
  rig.sandbox.breakNext({ method: 'POST', path: /creditcards/ }, { kind: 'reset-before' });
  await payByCard(rig, order.checkout_url, FRICTIONLESS);
  rig.advance(16 * MINUTE);
  await rig.sweep();
  return order;
}
