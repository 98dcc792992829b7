import type { Blink } from '../../src/blink/blink';
import { createBlink, type BlinkOptions } from '../../src/blink/create-blink';
import { MINUTE } from '../../src/kernel/clock';
import { refreshOrder } from '../../src/orders/use-cases/refresh-order';
import {
  charge,
  comeBack,
  everythingAbout,
  openOrder,
  orderNow,
  READ_TRANSACTION,
  transactionOf,
  type Target,
} from '../attacks/scene';
import { startRig, type Rig } from '../support/rig';
import { until } from '../support/until';
import type { PaymentAnswer } from '../../src/blink/payments/payment';

/** The four ways in which the outcome of a charge reaches us. */
const ARRIVALS = ['answer', 'return', 'notification', 'sweep'] as const;
type Arrival = (typeof ARRIVALS)[number];
const OUTCOMES = ['success', 'decline', 'pending, then success'] as const;
type Outcome = (typeof OUTCOMES)[number];

/**
 * Each order in which any of the four arrive, the others being lost. The 24 permutations with each of the 16 subsets lost are these 65,
 * since the place of something that is lost makes no difference.
 */
const SCHEDULES: readonly (readonly Arrival[])[] = schedulesOf(ARRIVALS);

function schedulesOf(left: readonly Arrival[]): readonly (readonly Arrival[])[] {
  return [
    [],
    ...left.flatMap((first) =>
      schedulesOf(left.filter((each) => each !== first)).map((rest) => [first, ...rest]),
    ),
  ];
}

/** Holds back the answers to charges until the test lets them arrive, or loses them. */
class HeldAnswers {
  private readonly held = new Map<string, (answer: 'arrives' | 'is lost') => void>();

  client(options: BlinkOptions): Blink {
    const blink = createBlink(options);
    const pay: Blink['creditCards']['pay'] = async (payment) => {
      const fate = new Promise<string>((resolve) => this.held.set(payment.intentReference, resolve));
      const answer = await blink.creditCards.pay(payment);
      return (await fate) === 'arrives'
        ? answer
        : ({ kind: 'unknown', cause: 'timeout' } satisfies PaymentAnswer);
    };
    return { ...blink, creditCards: { pay } };
  }

  end(intentReference: string, how: 'arrives' | 'is lost'): void {
    this.held.get(intentReference)?.(how);
  }
}

interface Case {
  readonly schedule: readonly Arrival[];
  readonly target: Target;
  readonly charged: Promise<unknown>;
  readonly transactionId: string;
}

describe.each(OUTCOMES)('a charge that ends in %s', (outcome) => {
  let rig: Rig;
  const answers = new HeldAnswers();
  beforeAll(async () => {
    rig = await startRig({
      client: (options) => answers.client(options),
      sandbox: { notifications: { withhold: true } },
    });
  });
  afterAll(() => rig.stop());

  it('comes to the same end whatever arrives first, last or never, in all 65 ways', async () => {
    const cases: Case[] = [];
    for (const schedule of SCHEDULES) cases.push(await started(schedule));
    if (outcome === 'pending, then success') sayPending();

    for (let step = 0; step < ARRIVALS.length; step += 1) {
      if (step === 2) rig.sandbox.mend(); // from now on Blink says that the money was taken
      for (const each of cases) await arrive(each, each.schedule[step]);
    }
    for (const each of cases) await lose(each);
    await letTimePass();

    const ends = await Promise.all(
      cases.map(async (each) => ({ each, order: await orderNow(rig, each.target.id) })),
    );
    for (const { each, order } of ends) {
      expect({ schedule: each.schedule, ...summaryOf(order) }).toEqual({
        schedule: each.schedule,
        ...expectedEnd(outcome, each.schedule),
      });
    }
    await eachToldOnce(cases);
  }, 60_000);

  /** Charged at Blink; its answer is on the way. */
  async function started(schedule: readonly Arrival[]): Promise<Case> {
    const target = await openOrder(rig);
    if (outcome === 'decline') rig.sandbox.nextPayment({ outcome: 'declined' });
    const before = rig.sandbox.ledger().length;
    const charged = charge(rig, target);
    await until(() => rig.sandbox.ledger().length > before, 'the charge at Blink');
    return { schedule, target, charged, transactionId: transactionOf(rig, target).id };
  }

  function sayPending(): void {
    const garble = (body: unknown) => ({ data: { ...(body as { data: object }).data, status: 'Received' } });
    rig.sandbox.breakNext({ ...READ_TRANSACTION, times: 100_000 }, { kind: 'wrong-types', garble });
  }

  async function arrive({ target, charged, transactionId }: Case, what: Arrival | undefined): Promise<void> {
    switch (what) {
      case 'answer':
        answers.end(target.attempt.intent.reference, 'arrives');
        await charged;
        return;
      case 'return':
        await comeBack(target.returnUrl, { transaction_id: transactionId, status: 'captured' });
        return;
      case 'notification': {
        const notification = rig.sandbox.notifications
          .pending()
          .find((each) => each.transactionId === transactionId);
        await rig.sandbox.notifications.deliver(notification!.id);
        await rig.dependencies.inbox.drain();
        return;
      }
      case 'sweep':
        await refreshOrder(rig.dependencies.payments, target.id, { by: 'sweep' });
        return;
      case undefined:
        return;
      default:
        what satisfies never;
    }
  }

  async function lose({ schedule, target, charged }: Case): Promise<void> {
    if (!schedule.includes('answer')) answers.end(target.attempt.intent.reference, 'is lost');
    await charged;
  }

  /** Long enough for every look that is due, and for the intent's life to end. */
  async function letTimePass(): Promise<void> {
    for (let passed = 0; passed < 45; passed += 5) {
      rig.advance(5 * MINUTE);
      await rig.sweep();
    }
  }

  async function eachToldOnce(cases: readonly Case[]): Promise<void> {
    for (const { target } of cases) {
      const [, , events] = (await everythingAbout(rig, target.id)) as [
        unknown,
        unknown,
        { data: { type: string }[] },
      ];
      const types = events.data.map(({ type }) => type);
      expect(new Set(types).size).toBe(types.length);
    }
  }
});

function summaryOf(order: {
  status: string;
  needs_review: string | null;
  amount_captured: number;
  attempts: { status: string }[];
}) {
  const { status, needs_review, amount_captured, attempts } = order;
  return { status, needs_review, amount_captured, attempt: attempts[0]?.status };
}

/** Only a transaction that somebody names can be read: when neither answer, return nor notification came, a human is told. */
function expectedEnd(outcome: Outcome, schedule: readonly Arrival[]) {
  const isNamed = schedule.some((each) => each !== 'sweep');
  if (!isNamed)
    return { status: 'open', needs_review: 'outcome_unknown', amount_captured: 0, attempt: 'abandoned' };
  return outcome === 'decline'
    ? { status: 'open', needs_review: null, amount_captured: 0, attempt: 'declined' }
    : { status: 'paid', needs_review: null, amount_captured: 1099, attempt: 'captured' };
}
