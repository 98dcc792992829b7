import { MINUTE } from '../../src/kernel/clock';
import { cancel, capture, hear, orderOf, paidOrder, refund, type PaidOrder } from '../support/paid';
import type { ApiAnswer, Rig } from '../support/rig';
import { leaksIn, secretsOf } from './canaries';
import { EVERYWHERE, FAULTS, type FaultName } from './faults';
import { FAILING_MOVES, ORDER_STAYS, SHOP_IS_TOLD, type FailingMove, type THEREAFTER } from './move-table';
import { rigWithFault } from './rig-with-fault';

const CELLS = FAILING_MOVES.flatMap((move) =>
  move.rows.flatMap((row) =>
    row.faults.map((fault) => [move.call, move.when, FAULTS[fault].title, move, row, fault] as const),
  ),
);

/** What is asked of us, what has to have happened before, and what the order is and the shop has once it is done. */
interface Asking {
  readonly order: object;
  readonly isSettled: boolean;
  readonly done: { readonly status: string; readonly net: number };
  ask(rig: Rig, id: string): Promise<ApiAnswer>;
}
const REFUND: Asking = {
  order: {},
  isSettled: false,
  done: { status: 'refunded', net: 0 },
  ask: (rig, id) => refund(rig, id),
};
const DELAYED = { capture: { delay_days: 7 } };
const CAPTURE: Asking = {
  order: DELAYED,
  isSettled: false,
  done: { status: 'paid', net: 1099 },
  ask: (rig, id) => capture(rig, id),
};
const ASKING: Readonly<Record<string, Asking>> = {
  'a refund is asked for, and looks how it can be made': REFUND,
  'all of it is refunded before settlement': REFUND,
  'all of it is refunded after settlement': { ...REFUND, isSettled: true },
  'reserved money is let go': {
    ...REFUND,
    order: DELAYED,
    done: { status: 'cancelled', net: 0 },
    ask: cancel,
  },
  'money is taken that is reserved by `delay_days`': CAPTURE,
  'money is taken that is reserved by `manual`': { ...CAPTURE, order: { capture: 'manual' } },
};

describe('a call about money that fails', () => {
  let rig: Rig;
  let paid: PaidOrder;
  let move: FailingMove;
  afterEach(() => rig.stop());

  const askingOf = ({ when }: FailingMove): Asking => ASKING[when]!;
  const ask = () => askingOf(move).ask(rig, paid.id);
  const sent = () => rig.sandbox.calls(move.match).length;
  /** What the shop has in the end. */
  const kept = () => rig.sandbox.ledger().reduce((sum, entry) => sum + entry.net, 0);
  const closing = (resolution: string) =>
    rig.api('POST', `/orders/${paid.id}/review`, { resolution, reason: 'Seen in the portal' });

  it.each(CELLS)('%s, when %s: %s', async (_call, _when, _title, failing, row, fault) => {
    move = failing;
    rig = await rigWithFault(fault, move.deadline);
    paid = await paidOrder(rig, askingOf(move).order);
    if (askingOf(move).isSettled) rig.sandbox.settle();
    rig.sandbox.forgetCalls();
    rig.sandbox.breakNext({ ...move.match, times: move.fails === 'once' ? 1 : 1_000 }, FAULTS[fault].fault);

    const answer = await ask();
    const told = SHOP_IS_TOLD[row.shop];
    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status: told.status,
      body: told.says,
    });
    expect(await orderOf(rig, paid.id)).toMatchObject(ORDER_STAYS[row.order].is);
    if (move.fails === 'once') expect(sent()).toBe(1);

    rig.sandbox.mend();
    await THEN[row.next]();
    expect(leaksIn(rig.log.text(), await secretsOf(rig, paid.id))).toEqual([]);
  });

  /** What was asked for is done: once in all. */
  const isDone = async (times: number): Promise<void> => {
    const { status, net } = askingOf(move).done;
    expect(await orderOf(rig, paid.id)).toMatchObject({ status, needs_review: null });
    expect(kept()).toBe(net);
    if (move.fails === 'once') expect(sent()).toBe(times);
  };

  const askedAgain = async (): Promise<void> => {
    rig.advance(2 * MINUTE);
    expect((await ask()).status).toBeLessThan(300);
    await hear(rig);
    await isDone(2);
  };

  const THEN: Readonly<Record<keyof typeof THEREAFTER, () => Promise<void>>> = {
    'is asked again': askedAgain,
    'a human finds that it was not done': async () => {
      expect((await refund(rig, paid.id)).body).toMatchObject({ code: 'refund_outcome_unknown' });
      expect((await closing('refund_failed')).status).toBe(200);
      await askedAgain();
    },
    'a human finds that it was done': async () => {
      expect((await refund(rig, paid.id)).body).toMatchObject({ code: 'refund_outcome_unknown' });
      expect((await closing('refund_succeeded')).status).toBe(200);
      await isDone(1);
    },
    'is read again': async () => {
      expect((await ask()).body).toMatchObject({ code: 'reservation_busy' });
      rig.advance(10 * MINUTE);
      await rig.sweep();
      await hear(rig);
      expect(await orderOf(rig, paid.id)).toMatchObject(ORDER_STAYS.authorised.is);
      await askedAgain();
    },
    'a human finds that nothing was taken': async () => {
      expect((await ask()).body).toMatchObject({ code: 'reservation_busy' });
      rig.advance(30 * MINUTE);
      await rig.sweep();
      expect((await closing('capture_failed')).status).toBe(200);
      await askedAgain();
    },
    'is told': async () => {
      rig.advance(MINUTE);
      await rig.sandbox.notifications.deliverPending();
      await hear(rig);
      await isDone(1);
    },
    'is over': async () => {
      rig.advance(10 * MINUTE);
      await rig.sweep();
      await hear(rig);
      await isDone(1);
    },
  };
});

describe('the table of failing calls about money', () => {
  it('has each fault of each call once', () => {
    for (const { rows } of FAILING_MOVES) {
      const named: readonly FaultName[] = rows.flatMap(({ faults }) => faults);
      expect(new Set(named).size).toBe(named.length);
      expect(named).toEqual(expect.arrayContaining([...EVERYWHERE]));
    }
  });
});
