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

const order = fc.nat({ max: MOST_ORDERS - 1 });
/** By the sandbox's bands: taken; taken and rejected overnight; referred once, then taken; refused. */
const amount = fc.constantFrom(10_99, 10_99, 20_00, 30_00, 60_00, 120_00);
const card = fc.constantFrom(CHALLENGED, FRICTIONLESS);
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

/** Everything that people, Blink, time and bad luck do, in any order. */
export const COMMANDS: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(amount, fc.constantFrom(HOUR, DAY)).map(([minor, lifeMs]) => creation(minor, lifeMs)),
  drawn('pay', fc.tuple(order, card), ([n, by]) => shopper.pays(n, by)),
  drawn('pay', fc.tuple(order, card), ([n, by]) => shopper.pays(n, by)), // what everything is about is drawn most often
  drawn('pay twice at once', fc.tuple(order, card), ([n, by]) => shopper.pays(n, by, 2)),
  drawn('answer the bank', fc.tuple(order, fc.boolean(), fc.boolean()), ([n, approves, comesBack]) =>
    shopper.answersBank(n, approves ? 'Approve' : 'Refuse', comesBack),
  ),
  drawn('come back', order, shopper.comesBack),
  drawn('open the checkout', order, shopper.looks),
  drawn('try again', order, (n) => shopper.presses(n, 'retry')),
  drawn('give up the challenge', order, (n) => shopper.presses(n, 'abandon')),
  drawn('check now', order, (n) => shopper.presses(n, 'check')),
  drawn('send an old form again', order, shopper.sendsOldForm),
  drawn('notify', fc.constantFrom('in-order' as const, 'reversed' as const), blink.notifies),
  drawn('notify again', fc.nat(), blink.notifiesAgain),
  drawn('present a foreign transaction', fc.tuple(order, order), ([n, of]) => blink.confuses(n, of)),
  drawn('come back while Blink notifies', order, (n) => async (world, model) => {
    await Promise.all([shopper.comesBack(n)(world, model), blink.notifies('in-order')(world)]);
  }),
  drawn('amend', fc.tuple(order, amount), ([n, minor]) => shop.amends(n, minor)),
  drawn('cancel', order, shop.cancels),
  drawn('cancel while paying', fc.tuple(order, card), ([n, by]) => async (world, model) => {
    await Promise.all([shopper.pays(n, by)(world, model), shop.cancels(n)(world, model)]);
  }),
  drawn('refresh', order, shop.refreshes),
  drawn('sweep', fc.constant(null), () => (world) => world.sweep()),
  drawn('wait', pause, (milliseconds) => (world) => world.advance(milliseconds)),
  drawn('restart', fc.constant(null), () => (world) => Promise.resolve(world.restart())),
  drawn(
    'crash at',
    fc.tuple(fc.constantFrom(...CRASH_POINTS), fc.constantFrom('before' as const, 'after' as const)),
    ([point, moment]) =>
      (world) =>
        Promise.resolve(world.crashAt(point, moment)),
  ),
  drawn('break', fc.constantFrom(...FAULTS), ([match, fault]) => (world) => {
    world.rig.sandbox.breakNext(match, fault);
    return Promise.resolve();
  }),
];

function drawn<Given>(
  name: string,
  given: fc.Arbitrary<Given>,
  moveBy: (given: Given) => Move,
): fc.Arbitrary<Command> {
  return given.map((value) => ({
    check: ({ orders }) => orders.length > 0,
    run: (model, world) => carryOut(world, model, moveBy(value)),
    toString: () => `${name}(${JSON.stringify(value)})`,
  }));
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
