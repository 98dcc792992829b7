import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import type { Fault } from '../../src/sandbox/faults/fault';
import type { FaultMatch } from '../../src/sandbox/faults/faults';
import { CHALLENGED, FRICTIONLESS } from '../support/shopper';
import { CHARGES, expectTrue } from './invariants';
import { CRASH_POINTS } from './life';
import type { Model } from './model';
import * as blink from './moves-of-blink';
import * as human from './moves-of-human';
import * as shop from './moves-of-shop';
import * as shopper from './moves-of-shopper';
import type { World } from './world';

type Command = fc.AsyncCommand<Model, World>;
type Move = (world: World, model: Model) => Promise<void>;

const MOST_ORDERS = 3;

const WAYS = ['open_banking', 'direct_debit', 'google_pay'] as const;

/** The newest mostly. */
const order = fc.constantFrom(0, 0, 0, 0, 1, 2);
/** By the sandbox's bands: taken; taken and rejected overnight; referred once, then taken; refused. */
const amount = fc.constantFrom(10_99, 10_99, 20_00, 30_00, 60_00, 120_00);
export const terms = fc.constantFrom(
  ...([
    'by card',
    'in any way',
    'in any way',
    'reserved until it is taken',
    'reserved for three days',
  ] as const),
);
const card = fc.constantFrom(CHALLENGED, FRICTIONLESS);
const mostly = fc.constantFrom(true, true, true, false);
/** In a hundred. */
const share = fc.constantFrom(100, 100, 100, 40, 1);
const moment = fc.constantFrom('before' as const, 'after' as const);
const pause = fc.constantFrom(MINUTE, 3 * MINUTE, 16 * MINUTE, 33 * MINUTE, 3 * HOUR, DAY);

const TRANSACTION = { method: 'GET', path: '/transactions/' } as const;
/** Whatever moves money for the first time. */
const CHARGE = { method: 'POST', path: CHARGES } as const;
const MOVE = { method: 'POST', path: /\/(cancels|refunds|captures|reruns)$/ } as const;
const FAULTS: readonly (readonly [FaultMatch, Fault])[] = [
  [CHARGE, { kind: 'reset-after' }],
  [CHARGE, { kind: 'reset-before' }],
  [CHARGE, { kind: 'truncated' }],
  [CHARGE, { kind: 'wrong-types' }],
  [CHARGE, { kind: 'html', status: 502 }],
  [
    { ...TRANSACTION, times: 3 },
    { kind: 'html', status: 503 },
  ],
  [TRANSACTION, { kind: 'status', status: 404, body: { error: 'Transaction not found' } }],
  [TRANSACTION, { kind: 'wrong-types' }],
  [
    { method: 'POST', path: '/intents' },
    { kind: 'html', status: 503 },
  ],
  [{ method: 'PATCH', path: '/intents' }, { kind: 'reset-after' }],
  [MOVE, { kind: 'reset-after' }],
  [MOVE, { kind: 'html', status: 500 }],
  [MOVE, { kind: 'status', status: 400, body: { success: false, message: 'Not today' } }],
];

/** Everything that people, Blink, time and bad luck do, in any order; paying and hearing of it more often than the rest. */
const COMMAND: fc.Arbitrary<Command> = fc.oneof(
  often(8, 'pay', fc.tuple(order, card), ([n, by]) => shopper.pays(n, by)),
  often(6, 'answer the bank', fc.tuple(order, mostly, fc.boolean()), ([n, approves, comesBack]) =>
    shopper.answersBank(n, approves ? 'Approve' : 'Refuse', comesBack),
  ),
  often(4, 'wait', pause, (milliseconds) => (world) => world.advance(milliseconds)),
  often(4, 'notify', fc.constantFrom('in-order' as const, 'reversed' as const), blink.notifies),
  often(3, 'sweep', fc.constant(null), () => (world) => world.sweep()),
  often(4, 'break', fc.constantFrom(...FAULTS), ([match, fault]) => (world) => {
    world.rig.sandbox.breakNext(match, fault);
    return Promise.resolve();
  }),
  often(3, 'crash at', fc.tuple(fc.constantFrom(...CRASH_POINTS), moment), ([point, when]) => (world) => {
    world.crashAt(point, when);
    return Promise.resolve();
  }),
  often(3, 'give up the challenge', order, (n) => shopper.presses(n, 'abandon')),
  often(3, 'amend', fc.tuple(order, amount), ([n, minor]) => shop.amends(n, minor)),
  often(2, 'pay twice at once', fc.tuple(order, card), ([n, by]) => shopper.pays(n, by, 2)),
  often(2, 'come back', order, shopper.comesBack),
  often(2, 'try again', order, (n) => shopper.presses(n, 'retry')),
  often(2, 'notify again', fc.nat(), blink.notifiesAgain),
  often(2, 'present a foreign transaction', fc.tuple(order, order), ([n, of]) => blink.confuses(n, of)),
  often(2, 'come back while Blink notifies', order, (n) => async (world, model) => {
    await Promise.all([shopper.comesBack(n)(world, model), blink.notifies('in-order')(world)]);
  }),
  often(7, 'pay another way', fc.tuple(order, fc.constantFrom(...WAYS)), ([n, by]) => shopper.paysBy(n, by)),
  often(3, 'set up a direct debit', fc.tuple(order, fc.nat(3)), ([n, steps]) =>
    inTurn(
      shopper.paysBy(n, 'direct_debit'),
      ...Array.from({ length: steps }, () => blink.undoes(n, 0, true)), // the first button of a debit is its next step
      blink.notifies('in-order'),
    ),
  ),
  often(3, 'pay at the own bank', fc.tuple(order, mostly), ([n, approves]) =>
    inTurn(
      shopper.paysBy(n, 'open_banking'),
      shopper.answersBank(n, approves ? 'Approve' : 'Refuse', approves),
    ),
  ),
  often(3, 'pay again and then the first one, too', order, (n) =>
    inTurn(
      shopper.pays(n, CHALLENGED),
      shopper.presses(n, 'abandon'),
      shopper.pays(n, FRICTIONLESS),
      shopper.answersBank(n, 'Approve', true),
    ),
  ),
  often(2, 'pay what was cancelled meanwhile', order, (n) =>
    inTurn(
      shopper.pays(n, CHALLENGED),
      shopper.presses(n, 'abandon'),
      shop.cancels(n),
      shopper.answersBank(n, 'Approve', true),
    ),
  ),
  often(
    4,
    'pay, and capture what is reserved',
    fc.tuple(order, share, mostly),
    ([n, part, answers]) =>
      async (world, model) => {
        await shopper.pays(n, FRICTIONLESS)(world, model);
        if (!answers) world.rig.sandbox.breakNext(MOVE, { kind: 'reset-after' });
        await shop.captures(n, part)(world, model);
      },
  ),
  often(3, 'capture', fc.tuple(order, share), ([n, part]) => shop.captures(n, part)),
  often(5, 'refund', fc.tuple(order, share), ([n, part]) => shop.refunds(n, part)),
  often(3, 'refund parts after settlement', order, (n) => async (world, model) => {
    await inTurn(shopper.pays(n, FRICTIONLESS), blink.notifies('in-order'))(world, model);
    world.rig.sandbox.settle();
    await inTurn(shop.refunds(n, 40), shop.refunds(n, 40))(world, model);
  }),
  often(2, 'refund, and lose the answer', order, (n) => async (world, model) => {
    world.rig.sandbox.breakNext(MOVE, { kind: 'reset-after' });
    await shop.refunds(n, 100)(world, model);
  }),
  often(1, 'refund twice at once', fc.tuple(order, share), ([n, part]) => shop.refunds(n, part, 2)),
  often(1, 'refund while others capture and cancel', order, (n) => async (world, model) => {
    const all = [shop.refunds(n, 100), shop.captures(n, 40), shop.cancels(n)];
    await Promise.all(all.map((each) => each(world, model)));
  }),
  often(3, 'press a button at the portal', fc.tuple(order, fc.nat(2), mostly), ([n, which, whole]) =>
    blink.undoes(n, which, whole),
  ),
  often(2, 'look it up', order, human.looksItUp),
  often(3, 'settle, and tell', order, (n) => async (world, model) => {
    world.rig.sandbox.settle();
    await blink.undoes(n, 0, false)(world, model); // a penny, where it is settled
    await blink.notifies('in-order')(world);
  }),
  often(1, 'open the checkout', order, shopper.looks),
  often(1, 'check now', order, (n) => shopper.presses(n, 'check')),
  often(1, 'send an old form again', order, shopper.sendsOldForm),
  often(1, 'cancel', order, shop.cancels),
  often(1, 'cancel while paying', fc.tuple(order, card), ([n, by]) => async (world, model) => {
    await Promise.all([shopper.pays(n, by)(world, model), shop.cancels(n)(world, model)]);
  }),
  often(1, 'refresh', order, shop.refreshes),
  often(1, 'restart', fc.constant(null), () => (world) => {
    world.restart();
    return Promise.resolve();
  }),
  {
    weight: 4,
    arbitrary: fc
      .tuple(amount, fc.constantFrom(HOUR, DAY, 3 * DAY), terms)
      .map(([minor, lifeMs, said]) => creation(minor, lifeMs, said)),
  },
);

/** A life of so many moves; where it breaks something, the shortest that still breaks it is looked for. */
export function lives(longest: number): fc.Arbitrary<readonly Command[]> {
  return fc.array(COMMAND, { minLength: 8, maxLength: longest, size: 'max' });
}

function often<Given>(
  weight: number,
  name: string,
  given: fc.Arbitrary<Given>,
  moveBy: (given: Given) => Move,
): fc.WeightedArbitrary<Command> {
  const arbitrary = given.map((value): Command => ({
    check: () => true,
    run: (model, world) => carryOut(world, model, moveBy(value)),
    toString: () => `${name}(${JSON.stringify(value)})`,
  }));
  return { weight, arbitrary };
}

function creation(minor: number, lifeMs: number, said: keyof typeof shop.TERMS): Command {
  return {
    check: ({ orders }) => orders.length < MOST_ORDERS,
    run: (model, world) => carryOut(world, model, shop.creates(minor, lifeMs, said)),
    toString: () => `create(${minor}, for ${lifeMs / HOUR} h, ${said})`,
  };
}

function inTurn(...moves: readonly Move[]): Move {
  return async (world, model) => {
    for (const move of moves) await move(world, model);
  };
}

/** Whoever talks to a process that dies gets no answer: that is no failure, whatever it leaves behind is looked at. */
async function carryOut(world: World, model: Model, move: Move): Promise<void> {
  const lives = world.lives();
  try {
    await move(world, model);
  } catch (error) {
    if (world.lives() === lives) throw error;
  }
  await world.settle();
  await expectTrue(world, model);
}
