import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { insteadOf } from '../../src/pages/gates';
import { paths } from '../../src/kernel/paths';
import type { OrderChange } from '../../src/orders/domain/history';
import type { Order } from '../../src/orders/domain/order';
import { checkoutStepOf, type CheckoutStep } from '../../src/orders/pages/checkout-step';
import { CHECKOUT_GATES, type CheckoutAction } from '../../src/orders/pages/gates';
import { changeOrder } from '../../src/orders/store/change-order';
import { changesOf, NOW, opening } from '../support/orders';
import { startRig, type Rig } from '../support/rig';
import { createOrder } from '../support/shopper';

type Step = CheckoutStep['kind'];

/** What an attempt comes to, from its opening on. */
type Outcome =
  'ready' | 'declined' | 'given_up' | 'challenged' | 'unknown' | 'accepted' | 'pending' | 'captured';

const attempt = (outcome: Outcome, method: 'card' | 'direct_debit' = 'card'): readonly OrderChange[] => {
  const opened = opening({ method });
  const go = changesOf(opened.attemptId);
  const ways: Readonly<Record<Outcome, readonly OrderChange[]>> = {
    ready: [],
    declined: [go.claimed(), go.declined()],
    given_up: [go.claimed(), go.challenged(), go.abandoned()],
    challenged: [go.claimed(), go.challenged()],
    unknown: [go.claimed(), go.unknown(`BL-${opened.attemptId}`)],
    accepted: [go.claimed(), go.accepted()],
    pending: [go.claimed(), go.pending()],
    captured: [go.claimed(), go.captured()],
  };
  return [opened, ...ways[outcome]];
};
const fiveTimes = (outcome: Outcome) => Array.from({ length: 5 }, () => attempt(outcome)).flat();

const CARD = ['card'];
const TWO_WAYS = ['card', 'open_banking'];

/** How an order comes to each step. */
const STEPS: Readonly<
  Record<Step, readonly [methods: readonly string[], make: () => readonly OrderChange[]]>
> = {
  pay: [TWO_WAYS, () => attempt('ready')],
  declined: [TWO_WAYS, () => attempt('declined')],
  declined_in_this_way: [TWO_WAYS, () => fiveTimes('declined')],
  declined_for_good: [CARD, () => fiveTimes('declined')],
  no_more_tries: [CARD, () => fiveTimes('given_up')],
  continue_at_bank: [TWO_WAYS, () => attempt('challenged')],
  being_checked: [TWO_WAYS, () => attempt('unknown')],
  accepted: [TWO_WAYS, () => attempt('accepted')],
  direct_debit_set_up: [['card', 'direct_debit'], () => attempt('pending', 'direct_debit')],
  receipt: [TWO_WAYS, () => attempt('captured')],
  cancelled: [TWO_WAYS, () => [{ type: 'order_cancelled' }]],
  expired: [TWO_WAYS, () => [{ type: 'order_expired' }]],
};

type Request = readonly ['GET' | 'POST', string];

/** Where each action is asked for, below the address of the checkout. */
const REQUESTS: Readonly<Record<CheckoutAction, readonly Request[]>> = {
  see: [['GET', '']],
  choose_method: [['GET', '/methods']],
  open_form: ['/open-banking', '/card', '/direct-debit', '/apple-pay', '/google-pay'].map((at) => [
    'GET',
    at,
  ]),
  pay: ['/open-banking', '/card', '/direct-debit', '/apple-pay', '/google-pay'].map((at) => ['POST', at]),
  renew_form: ['/open-banking/renew', '/renew', '/direct-debit/renew'].map((at) => ['POST', at]),
  try_again: [['POST', '/retry']],
  go_to_bank: [['GET', '/bank']],
  give_up: [['POST', '/abandon']],
  check_now: [['POST', '/check']],
  ask_state: [['GET', '/state']],
  come_back: [],
};

const EVERY_STEP = Object.keys(STEPS) as Step[];
const EVERY_ACTION = Object.keys(REQUESTS) as CheckoutAction[];
const gateOf = (action: CheckoutAction, step: Step) => insteadOf<Step, string>(CHECKOUT_GATES[action], step);

describe('what can be done on the pages of an order', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ now: NOW })));
  afterAll(() => rig.stop());

  const orderIn = async (step: Step): Promise<Order> => {
    const [methods, make] = STEPS[step];
    const { id } = await createOrder(rig, { amount: 25_00, payment_methods: methods });
    const { order } = await changeOrder(rig.dependencies.payments, id, { by: 'system' }, make);
    expect(checkoutStepOf(order).kind).toBe(step);
    return order;
  };
  const ask = (order: Order, [method, at]: Request, attemptId = order.attempts.at(-1)?.id) =>
    fetch(rig.origin + paths.checkout(order) + at, {
      method,
      redirect: 'manual',
      headers: { origin: rig.origin, accept: 'application/json' },
      ...(method === 'POST' && { body: new URLSearchParams(formOf(order, attemptId)) }),
    });
  const traceOf = async ({ id }: Order) => ({
    version: (await rig.dependencies.payments.orders.find(id))?.version,
    calls: rig.sandbox.calls().length,
    money: rig.sandbox.ledger().length,
  });

  it.each(EVERY_STEP)('in the step %s leaves no trace where the table forbids it', async (step) => {
    const order = await orderIn(step);
    const before = await traceOf(order);
    const forbidden = EVERY_ACTION.filter((action) => gateOf(action, step) !== null);
    expect(forbidden.length).toBeGreaterThan(1);
    for (const action of forbidden) {
      for (const request of REQUESTS[action]) {
        const answer = await ask(order, request);
        const said = answer.headers.get('location') ?? (await answer.text());
        const expected: Readonly<Record<string, unknown>> = {
          checkout: paths.checkout(order),
          outcome_of_charge: step === 'continue_at_bank' ? paths.bank(order) : paths.checkout(order),
          not_payable: expect.stringContaining('order_not_payable'),
        };
        expect({ action, request, said }).toEqual({
          action,
          request,
          said: expected[gateOf(action, step) ?? ''],
        });
        expect({ action, request, ...(await traceOf(order)) }).toEqual({ action, request, ...before });
      }
    }
  });

  it.each(
    EVERY_ACTION.filter((action) => 'instead' in CHECKOUT_GATES[action]).flatMap((action) =>
      EVERY_STEP.filter((step) => gateOf(action, step) === null).map((step) => [action, step] as const),
    ),
  )('lets through to %s in the step %s', async (action, step) => {
    const order = await orderIn(step);
    const before = await traceOf(order);
    const [request] = REQUESTS[action];
    const answer = await ask(order, request ?? ['GET', ''], 'of an old tab');
    const isChanged = (await traceOf(order)).version !== before.version;
    const isShown = answer.status !== 303 && !(await answer.text()).includes('order_not_payable');
    expect(isShown || isChanged).toBe(true);
  });

  it.each<Step>([
    ...(['continue_at_bank', 'being_checked', 'accepted', 'direct_debit_set_up'] as const),
    ...(['receipt', 'cancelled', 'expired', 'no_more_tries', 'declined_for_good'] as const),
  ])('takes no card and opens no form while a payment is under way, or when all is over: %s', (step) => {
    const open = EVERY_ACTION.filter((action) => gateOf(action, step) === null);
    const atBank = step === 'continue_at_bank' ? ['give_up', 'go_to_bank'] : [];
    expect(open.sort()).toEqual([...atBank, 'ask_state', 'check_now', 'come_back', 'see'].sort());
  });

  it('is asked for here in full, and no pages make routers of their own', () => {
    expect(EVERY_ACTION.sort()).toEqual(Object.keys(CHECKOUT_GATES).sort());
    const making = ['pages', 'orders/pages', 'repeat-payments/pages'].flatMap((room) =>
      readdirSync(path.join(SRC, room))
        .filter((name) => name.endsWith('.ts'))
        .filter((name) => readFileSync(path.join(SRC, room, name), 'utf8').includes('Router()'))
        .map((name) => `${room}/${name}`),
    );
    // Apple's file is about no order and no repeat payment.
    expect(making).toEqual(['pages/gates.ts', 'orders/pages/apple-pay-domain.ts']);
  });
});

const SRC = path.join(__dirname, '..', '..', 'src');

/** As the page of an attempt posts it. */
function formOf(order: Order, attemptId = ''): Record<string, string> {
  return {
    attempt_id: attemptId,
    paymentToken: 'a-token',
    customer_name: 'Ada Shopper',
    customer_email: 'ada@shopper.example',
    shown_method: 'card',
    shown_amount: String(order.amount.minor),
    shown_currency: order.amount.currency,
  };
}
