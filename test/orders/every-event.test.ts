import type { AttemptChange, OrderChange } from '../../src/orders/domain/history';
import { ATTEMPT_STATUSES, type AttemptStatus, type Order } from '../../src/orders/domain/order';
import { LEADS_TO } from '../../src/orders/domain/transitions';
import {
  changesOf,
  opening,
  orderAfter,
  orderWith,
  refundFailed,
  refundSucceeded,
  wayTo,
} from '../support/orders';
import { refundUnknown, refundWithdrawn } from '../support/orders';

const attempt = opening();
const go = changesOf(attempt.attemptId);
const reserved = wayTo('authorised', attempt.attemptId);

/** Beside the statuses, what is asked of Blink meanwhile: that decides which of its answers can come. */
const STATES = {
  ...(Object.fromEntries(
    ATTEMPT_STATUSES.map((status) => [status, wayTo(status, attempt.attemptId)]),
  ) as unknown as Record<AttemptStatus, readonly AttemptChange[]>),
  'capture asked': [...reserved, go.captureClaimed()],
  'capture asked, by a new charge': [...reserved, go.captureClaimed(25_00, 'rerun')],
  'capture unknown': [...reserved, go.captureClaimed(), go.captureUnknown()],
  'capture confirmed': [...reserved, go.captureClaimed(), go.captureConfirmed()],
  'release asked': [...reserved, go.releaseClaimed()],
  'release unknown': [...reserved, go.releaseClaimed(), go.releaseUnknown()],
  'captured, release asked': [...reserved, go.releaseClaimed(), go.captured()],
  'declined, was asked': [...reserved, go.captureClaimed(), go.declined()],
  'abandoned, was asked': [...reserved, go.releaseClaimed(), go.released()],
} satisfies Record<string, readonly AttemptChange[]>;
type State = keyof typeof STATES;

const CAPTURING: readonly State[] = [
  'capture asked',
  'capture asked, by a new charge',
  'capture unknown',
  'capture confirmed',
];
const RELEASING: readonly State[] = ['release asked', 'release unknown', 'captured, release asked'];
const HELD: readonly State[] = ['authorised', ...CAPTURING, 'release asked', 'release unknown'];
const TAKEN: readonly State[] = ['captured', 'captured, release asked'];
const ALL = Object.keys(STATES) as State[];

/** What does not move an attempt, written by hand: where it may happen all the same. */
const MAY_HAPPEN: Readonly<Record<string, { readonly change: OrderChange; readonly in: readonly State[] }>> =
  {
    amended: { change: go.amended(26_00), in: ['ready'] },
    'capture claimed': { change: go.captureClaimed(), in: ['authorised'] },
    'new charge claimed': { change: go.captureClaimed(1, 'rerun'), in: ['authorised'] },
    'capture confirmed': { change: go.captureConfirmed(), in: CAPTURING },
    'capture unknown': { change: go.captureUnknown(), in: CAPTURING },
    'capture refused': { change: go.captureRefused(), in: CAPTURING },
    'release claimed': { change: go.releaseClaimed(), in: ['authorised'] },
    'release unknown': { change: go.releaseUnknown(), in: RELEASING },
    'release refused': { change: go.releaseRefused(), in: RELEASING },
    'release withdrawn': { change: go.releaseWithdrawn(), in: RELEASING },
    'found to be a second payment': { change: go.surplusFound('duplicate'), in: [...HELD, ...TAKEN] },
    'found to be late': { change: go.surplusFound('late'), in: [...HELD, ...TAKEN] },
    'kept although it was too much': { change: go.surplusKept(), in: ALL },
    'taken back in part': { change: go.partReversed(), in: TAKEN },
    'refund claimed': { change: go.refundClaimed('new', 25_00), in: ['captured'] },
    'refund succeeded': { change: refundSucceeded('none'), in: [] },
    'refund failed': { change: refundFailed('none'), in: [] },
    'refund withdrawn': { change: refundWithdrawn('none'), in: [] },
    'refund unknown': { change: refundUnknown('none'), in: [] },
  };

/** The moves of the transition table in the states that only differ by what is asked: as in the status itself. */
const AS_AUTHORISED: readonly State[] = [...CAPTURING, 'release asked', 'release unknown'];
const MOVES_OF_HELD = ['captured', 'declined', 'abandoned', 'released', 'ended'] as const;
const MOVES = [
  ...(['claimed', 'withdrawn', 'challenged', 'pending', 'unknown', 'authorised', 'reversed'] as const),
  'reopened',
] as const;

const PAIRS = Object.entries(MAY_HAPPEN).flatMap(([event, { change, in: allowed }]) =>
  ALL.map((state) => ({ state, event, change, isAllowed: allowed.includes(state) })),
);
const MOVE_PAIRS = AS_AUTHORISED.flatMap((state) => [
  ...MOVES_OF_HELD.map((event) => ({ state, event, isAllowed: true })),
  ...MOVES.map((event) => ({ state, event, isAllowed: false })),
]);

const orderIn = (state: State): Order => orderAfter(attempt, ...STATES[state]);

describe('every event in every state', () => {
  it('is one of those below', () => {
    expect(PAIRS).toHaveLength(19 * 19);
    expect(new Set([...MOVES_OF_HELD, ...MOVES].map((each) => go[each]().type))).toEqual(
      new Set(Object.keys(LEADS_TO)),
    );
  });

  it.each(PAIRS.filter(({ isAllowed }) => isAllowed))('$event: may be while $state', ({ state, change }) => {
    const order = orderIn(state);
    const after = orderWith(order, change);
    expect(after.version).toBe(order.version + 1);
    expect(after.attempts[0]?.status).toBe(order.attempts[0]?.status);
  });

  it.each(PAIRS.filter(({ isAllowed }) => !isAllowed))('$event: never while $state', ({ state, change }) => {
    const order = orderIn(state);
    const before = structuredClone(order);
    expect(() => orderWith(order, change)).toThrow();
    expect(order).toEqual(before);
  });

  it.each(MOVE_PAIRS.filter(({ isAllowed }) => isAllowed))(
    '$event: may be while $state',
    ({ state, event }) => {
      const move = go[event]();
      const [after] = orderWith(orderIn(state), move).attempts;
      expect(after?.status).toBe(LEADS_TO[move.type as keyof typeof LEADS_TO]);
      if (event !== 'captured') expect(after).toMatchObject({ authorised: 0, claim: null, surplus: null });
    },
  );

  it.each(MOVE_PAIRS.filter(({ isAllowed }) => !isAllowed))(
    '$event: never while $state',
    ({ state, event }) => {
      expect(() => orderWith(orderIn(state), go[event]())).toThrow('cannot become');
    },
  );
});
