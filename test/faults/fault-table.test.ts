import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import type { Rig } from '../support/rig';
import { formsIn } from '../support/html-forms';
import { hear } from '../support/paid';
import { finish, payBy } from '../support/pay-by';
import { createOrder, submit, visit, type ShownPage } from '../support/shopper';
import { secretsOf, leaksIn } from './canaries';
import { faultDocument } from './fault-document';
import { FAILING_CALLS, type NEXT, ORDER_IS, SHOPPER_SEES, type FailingCall } from './fault-table';
import { EVERYWHERE, FAULTS, type FaultName } from './faults';
import { rigWithFault } from './rig-with-fault';

const CELLS = FAILING_CALLS.flatMap((call) =>
  call.rows.flatMap((row) =>
    row.faults.map((fault) => [call.call, FAULTS[fault].title, call, row, fault] as const),
  ),
);
const NOT_NOTICED = FAILING_CALLS.flatMap((call) =>
  call.repeatedAfter.map((fault) => [call.call, FAULTS[fault].title, call, fault] as const),
);

describe('a call to Blink that fails', () => {
  let rig: Rig;
  let orderId: string;
  let checkoutUrl: string;
  afterEach(() => rig.stop());

  const orderNow = async () => (await rig.api('GET', `/orders/${orderId}`)).body;
  const taken = () => rig.sandbox.ledger().filter(({ net }) => net > 0);
  const chargesSent = (match: FailingCall['match']) =>
    rig.sandbox.calls(match.method === 'POST' ? match : { method: 'POST', path: '/creditcards' }).length;

  const begin = async (call: FailingCall, fault: FaultName): Promise<void> => {
    rig = await rigWithFault(fault, call.deadline);
    const order = await createOrder(rig, { payment_methods: [call.method] });
    orderId = order.id;
    checkoutUrl = order.checkout_url;
  };

  const breakCalls = ({ match, fails }: FailingCall, fault: FaultName, times?: number): void =>
    rig.sandbox.breakNext({ ...match, times: times ?? (fails === 'once' ? 1 : 1_000) }, FAULTS[fault].fault);

  it.each(CELLS)('%s: %s', async (_call, _title, call, row, fault) => {
    await begin(call, fault);
    const page = await actOf(call)(() => breakCalls(call, fault));

    const seen = SHOPPER_SEES[row.shopper];
    expect({ status: page.status, text: page.text }).toEqual({
      status: seen.status,
      text: expect.stringContaining(seen.text),
    });
    const { status, attempts, needs_review } = await orderNow();
    expect({
      status,
      attempts: attempts.map((each: { status: string }) => each.status),
      needs_review,
    }).toEqual({
      status: ORDER_IS[row.order].status,
      attempts: ORDER_IS[row.order].attempts,
      needs_review: null,
    });

    rig.sandbox.mend();
    await THEN[row.next](call, page);
    expect(leaksIn(rig.log.text(), await secretsOf(rig, orderId))).toEqual([]);
  });

  it.each(NOT_NOTICED)('%s: %s, once, is not noticed', async (_call, _title, call, fault) => {
    await begin(call, fault);
    const page = await actOf(call)(() => breakCalls(call, fault, 1));
    expect(page.status).toBe(200);
    expect(page.text).toContain(
      call.call === 'POST tokens' ? SHOPPER_SEES['the card form'].text : SHOPPER_SEES['the receipt'].text,
    );
    expect(rig.sandbox.faults()).toEqual([]);
  });

  /** What is being done when the call fails; the fault is armed by `arm`, as late as possible. */
  const ACTS: Readonly<Record<string, (arm: () => void) => Promise<ShownPage>>> = {
    'POST tokens': (arm) => {
      rig.advance(11 * MINUTE); // the token by which the order was checked is too old for a form
      arm();
      return visit(checkoutUrl);
    },
    'POST intents': (arm) => {
      arm();
      return visit(checkoutUrl);
    },
    'PATCH intents/{id}': async (arm) => {
      await visit(checkoutUrl);
      arm();
      expect((await rig.api('PATCH', `/orders/${orderId}`, { amount: 2000 })).status).toBe(200);
      return visit(checkoutUrl);
    },
    'GET transactions/{id}': (arm) => {
      arm();
      return payBy(rig, 'card', checkoutUrl);
    },
  };

  /** Whoever pays, with the charge broken, unless something else is being done. */
  const actOf = ({ call, method }: FailingCall) =>
    ACTS[call] ??
    ((arm: () => void) => {
      arm();
      return payBy(rig, method, checkoutUrl);
    });

  const paidOnce = async (amount: number): Promise<void> => {
    expect(await orderNow()).toMatchObject({ status: 'paid', amount_captured: amount, needs_review: null });
    expect(taken()).toMatchObject([{ amount }]);
  };

  const paysOnce = async ({ method }: FailingCall, amount = 1099): Promise<void> => {
    await finish(rig, method, await payBy(rig, method, checkoutUrl));
    await rig.sandbox.notifications.deliverPending();
    await hear(rig);
    expect((await visit(checkoutUrl)).text).toContain('Payment received');
    await paidOnce(amount);
  };

  const THEN: Readonly<Record<keyof typeof NEXT, (call: FailingCall, page: ShownPage) => Promise<void>>> = {
    'pays once': async (call) => {
      rig.advance(2 * MINUTE);
      await paysOnce(call);
    },
    'pays the new amount': async (call) => {
      rig.advance(2 * MINUTE);
      await paysOnce(call, 2000);
    },
    'is told': async ({ match }) => {
      rig.advance(MINUTE);
      await rig.sandbox.notifications.deliverPending();
      await rig.settle();
      await paidOnce(1099);
      expect(chargesSent(match)).toBe(1);
    },
    'is told of days later': async ({ match }) => {
      rig.advance(DAY + HOUR);
      await rig.sandbox.notifications.deliverPending();
      await rig.settle();
      expect(await orderNow()).toMatchObject({ status: 'processing', needs_review: null });
      rig.advance(7 * DAY);
      await rig.sandbox.notifications.deliverPending();
      await hear(rig);
      await paidOnce(1099);
      expect(chargesSent(match)).toBe(1);
    },
    'is found': async ({ match }) => {
      rig.advance(2 * MINUTE);
      await rig.sweep();
      await paidOnce(1099);
      expect(chargesSent(match)).toBe(1);
    },
    'is flagged': async ({ match }) => {
      rig.advance(16 * MINUTE);
      await rig.sweep();
      expect(await orderNow()).toMatchObject({ status: 'processing', needs_review: 'outcome_unknown' });
      expect((await visit(checkoutUrl)).text).toContain('Please do not pay again');
      rig.advance(20 * MINUTE);
      await rig.sweep();
      expect(await orderNow()).toMatchObject({ status: 'open', needs_review: 'outcome_unknown' });
      expect((await visit(checkoutUrl)).html).toMatch(/id="[a-z-]+-form"/);
      expect([chargesSent(match), taken().length]).toEqual([1, 0]);
    },
    'is hidden': async (call) => {
      const other = await createOrder(rig, { payment_methods: ['card', 'open_banking', call.method] });
      expect((await visit(other.checkout_url)).text).not.toContain('Direct Debit');
      rig.advance(6 * MINUTE);
      expect((await visit(other.checkout_url)).text).toContain('Direct Debit');
      await paysOnce(call);
    },
    'tries again on the same intent': async (call) => {
      rig.advance(MINUTE);
      await paysOnce(call);
      expect(rig.sandbox.calls({ method: 'POST', path: '/intents' })).toHaveLength(1);
    },
    'tries again': async (call, page) => {
      rig.advance(MINUTE);
      const retry = formsIn(page.html).find(({ action }) => action.endsWith('/retry'));
      if (retry) await submit(page, retry);
      await paysOnce(call);
    },
  };
});

describe('the table of faults', () => {
  it('has each fault of each call once', () => {
    for (const { rows } of FAILING_CALLS) {
      const named = rows.flatMap(({ faults }) => faults);
      expect(new Set(named).size).toBe(named.length);
      expect(named).toEqual(expect.arrayContaining([...EVERYWHERE]));
    }
  });

  it('is what docs/faults.md says; `npm run docs:faults` prints it anew', () => {
    const printed = readFileSync(path.join(__dirname, '..', '..', 'docs', 'faults.md'), 'utf8');
    expect(printed).toBe(faultDocument());
  });
});
