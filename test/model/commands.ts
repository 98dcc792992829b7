import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../src/clock';
import type { Fault } from '../../src/sandbox/faults/fault';
import type { FaultMatch } from '../../src/sandbox/faults/faults';
import { CHALLENGED, FRICTIONLESS } from '../support/shopper';
import { expectTrue } from './invariants';
import { CRASH_POINTS } from './life';
import type { Model } from './model';
import * as blink from './moves-of-blink';
import * as shop from './moves-of-shop';
import * as shopper from './moves-of-shopper';
import type { World } from './world';

type Command = fc.AsyncCommand<Model, World>;
type Move = (world: World, model: Model) => Promise<void>;

const MOST_ORDERS = 3;

/** The newest mostly. */
const order = fc.constantFrom(0, 0, 0, 0, 1, 2);
/** By the sandbox's bands: taken; taken and rejected overnight; referred once, then taken; refused. */
const amount = fc.constantFrom(10_99, 10_99, 20_00, 30_00, 60_00, 120_00);
const card = fc.constantFrom(CHALLENGED, FRICTIONLESS);
const mostly = fc.constantFrom(true, true, true, false);
const moment = fc.constantFrom('before' as const, 'after' as const);
const pause = fc.constantFrom(MINUTE, 3 * MINUTE, 16 * MINUTE, 33 * MINUTE, 3 * HOUR, DAY);

const TRANSACTION = { method: 'GET', path: '/transactions/' } as const;
const CHARGE = { method: 'POST', path: 'creditcards' } as const;
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
  [{ method: 'POST', path: /\/(cancels|refunds)$/ }, { kind: 'reset-after' }],
  [
    { method: 'POST', path: /\/(cancels|refunds)$/ },
    { kind: 'html', status: 500 },
  ],
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
      .tuple(amount, fc.constantFrom(HOUR, DAY, 3 * DAY))
      .map(([minor, lifeMs]) => creation(minor, lifeMs)),
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

function creation(minor: number, lifeMs: number): Command {
  return {
    check: ({ orders }) => orders.length < MOST_ORDERS,
    run: (model, world) => carryOut(world, model, shop.creates(minor, lifeMs)),
    toString: () => `create(${minor}, for ${lifeMs / HOUR} h)`,
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
