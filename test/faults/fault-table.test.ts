import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createBlink } from '../../src/blink/create-blink';
import { MINUTE } from '../../src/clock';
import { startRig, type Rig } from '../support/rig';
import {
  createOrder,
  formIn,
  FRICTIONLESS,
  payByCard,
  submit,
  visit,
  type ShownPage,
} from '../support/shopper';
import { secretsOf, leaksIn } from './canaries';
import { faultDocument } from './fault-document';
import {
  EVERYWHERE,
  FAILING_CALLS,
  FAULTS,
  NEVER_ENDING,
  type NEXT,
  ORDER_IS,
  SHOPPER_SEES,
  type FailingCall,
  type FaultName,
} from './fault-table';

const SHORT_MS = 500;

/** Pauses move the test's clock and take no time; what is waited for in vain ends soon. */
async function rigFor({ deadline }: FailingCall, fault: FaultName): Promise<Rig> {
  const deadlines = NEVER_ENDING.has(fault) ? { [deadline]: SHORT_MS } : {};
  const rig: Rig = await startRig({
    client: (options) => createBlink({ ...options, deadlines, random: () => 0, sleep }),
    sandbox: { notifications: { withhold: true } },
  });
  function sleep(milliseconds: number): Promise<void> {
    rig.advance(milliseconds);
    return Promise.resolve();
  }
  return rig;
}

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
  const chargesSent = () => rig.sandbox.calls({ method: 'POST', path: '/creditcards' }).length;
  const taken = () => rig.sandbox.ledger().filter(({ status }) => status === 'Captured');

  const begin = async (call: FailingCall, fault: FaultName): Promise<void> => {
    rig = await rigFor(call, fault);
    const order = await createOrder(rig);
    orderId = order.id;
    checkoutUrl = order.checkout_url;
  };

  const breakCalls = ({ match, fails }: FailingCall, fault: FaultName, times?: number): void =>
    rig.sandbox.breakNext({ ...match, times: times ?? (fails === 'once' ? 1 : 1_000) }, FAULTS[fault].fault);

  it.each(CELLS)('%s: %s', async (_call, _title, call, row, fault) => {
    await begin(call, fault);
    const page = await ACTS[call.call]!(() => breakCalls(call, fault));

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
    await THEN[row.next](page);
    expect(leaksIn(rig.log.text(), await secretsOf(rig, orderId))).toEqual([]);
  });

  it.each(NOT_NOTICED)('%s: %s, once, is not noticed', async (_call, _title, call, fault) => {
    await begin(call, fault);
    const page = await ACTS[call.call]!(() => breakCalls(call, fault, 1));
    expect(page.status).toBe(200);
    expect(page.text).toContain(
      call.call === 'POST tokens' ? SHOPPER_SEES['the card form'].text : SHOPPER_SEES['the receipt'].text,
    );
    expect(rig.sandbox.faults()).toEqual([]);
  });

  /** What is being done when the call fails; the fault is armed by `arm`, as late as possible. */
  const ACTS: Readonly<Record<string, (arm: () => void) => Promise<ShownPage>>> = {
    'POST tokens': (arm) => {
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
    'POST creditcards': (arm) => {
      arm();
      return payByCard(rig, checkoutUrl, FRICTIONLESS);
    },
    'GET transactions/{id}': (arm) => {
      arm();
      return payByCard(rig, checkoutUrl, FRICTIONLESS);
    },
  };

  const paidOnce = async (amount: number): Promise<void> => {
    expect(await orderNow()).toMatchObject({ status: 'paid', amount_captured: amount, needs_review: null });
    expect(taken()).toMatchObject([{ amount }]);
  };

  const THEN: Readonly<Record<keyof typeof NEXT, (page: ShownPage) => Promise<void>>> = {
    'pays once': async () => {
      rig.advance(2 * MINUTE);
      expect((await payByCard(rig, checkoutUrl, FRICTIONLESS)).text).toContain('Payment received');
      await paidOnce(1099);
    },
    'pays the new amount': async () => {
      rig.advance(2 * MINUTE);
      expect((await payByCard(rig, checkoutUrl, FRICTIONLESS)).text).toContain('Payment received');
      await paidOnce(2000);
    },
    'is told': async () => {
      rig.advance(MINUTE);
      await rig.sandbox.notifications.deliverPending();
      await rig.settle();
      await paidOnce(1099);
      expect(chargesSent()).toBe(1);
    },
    'is found': async () => {
      rig.advance(2 * MINUTE);
      await rig.sweep();
      await paidOnce(1099);
      expect(chargesSent()).toBe(1);
    },
    'is flagged': async () => {
      rig.advance(16 * MINUTE);
      await rig.sweep();
      expect(await orderNow()).toMatchObject({ status: 'processing', needs_review: 'outcome_unknown' });
      expect((await visit(checkoutUrl)).text).toContain('Please do not pay again');
      rig.advance(20 * MINUTE);
      await rig.sweep();
      expect(await orderNow()).toMatchObject({ status: 'open', needs_review: 'outcome_unknown' });
      expect((await visit(checkoutUrl)).html).toContain('card-form');
      expect([chargesSent(), taken().length]).toEqual([1, 0]);
    },
    'tries again': async (page) => {
      rig.advance(MINUTE);
      if (page.text.includes('Try another card')) await submit(page, formIn(page, 'Try another card'));
      expect((await payByCard(rig, checkoutUrl, FRICTIONLESS)).text).toContain('Payment received');
      await paidOnce(1099);
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
