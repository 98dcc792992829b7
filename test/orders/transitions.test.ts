import { evolve } from '../../src/orders/domain/evolve';
import { ATTEMPT_STATUSES, type AttemptStatus } from '../../src/orders/domain/order';
import {
  canBecome,
  canApply,
  IllegalTransition,
  LEADS_TO,
  transition,
  TRANSITIONS,
} from '../../src/orders/domain/transitions';
import { changesOf, entriesAfter, orderWith, orderWithAttempt } from '../support/orders';

/** The table once more, written by hand from what may happen at a bank: what moves an attempt, and from where. */
const MAY_HAPPEN = {
  claimed: { to: 'charging', from: ['ready'] },
  withdrawn: { to: 'ready', from: ['charging'] },
  challenged: { to: 'challenged', from: ['charging', 'unknown'] },
  pending: {
    to: 'pending',
    from: ['charging', 'challenged', 'pending', 'unknown', 'authorised', 'declined', 'abandoned'],
  },
  unknown: { to: 'unknown', from: ['charging', 'challenged', 'declined', 'abandoned'] },
  authorised: {
    to: 'authorised',
    from: ['charging', 'challenged', 'pending', 'unknown', 'declined', 'abandoned'],
  },
  captured: {
    to: 'captured',
    from: ['charging', 'challenged', 'pending', 'unknown', 'authorised', 'declined', 'abandoned'],
  },
  reversed: { to: 'reversed', from: ['captured'] },
  declined: {
    to: 'declined',
    from: ['charging', 'challenged', 'pending', 'unknown', 'authorised', 'abandoned'],
  },
  abandoned: {
    to: 'abandoned',
    from: ['ready', 'charging', 'challenged', 'pending', 'unknown', 'authorised'],
  },
  setAside: {
    to: 'abandoned',
    from: ['ready', 'charging', 'challenged', 'pending', 'unknown', 'authorised'],
  },
  reopened: { to: 'ready', from: ['abandoned'] },
  released: { to: 'abandoned', from: ['authorised'] },
  ended: { to: 'abandoned', from: ['authorised'] },
} as const satisfies Partial<
  Record<keyof ReturnType<typeof changesOf>, { to: AttemptStatus; from: readonly AttemptStatus[] }>
>;

const MOVES = Object.keys(LEADS_TO) as (keyof typeof LEADS_TO)[];

type Happening = keyof typeof MAY_HAPPEN;
const HAPPENINGS = Object.keys(MAY_HAPPEN) as Happening[];
const PAIRS = HAPPENINGS.flatMap((happening) =>
  ATTEMPT_STATUSES.map((from) => ({ happening, from, to: MAY_HAPPEN[happening].to })),
);
const isAllowed = ({ happening, from }: { happening: Happening; from: AttemptStatus }): boolean =>
  (MAY_HAPPEN[happening].from as readonly AttemptStatus[]).includes(from);

describe('an attempt', () => {
  it('has every status reached by something, and every pair tried', () => {
    expect(PAIRS).toHaveLength(140);
    expect(new Set(PAIRS.map(({ to }) => to))).toEqual(new Set(ATTEMPT_STATUSES));
  });

  it.each(PAIRS.filter(isAllowed))('that is $from may be $happening', ({ happening, from, to }) => {
    const { order, go } = orderWithAttempt(from);
    const [entry] = entriesAfter(order, [go[happening]()]);
    const after = entry && evolve(order, entry);
    expect(after?.attempts[0]?.status).toBe(to);
    expect(after?.version).toBe(order.version + 1);
  });

  it.each(PAIRS.filter((pair) => !isAllowed(pair)))(
    'that is $from is never $happening',
    ({ happening, from }) => {
      const { order, go } = orderWithAttempt(from);
      const before = structuredClone(order);
      const [entry] = entriesAfter(order, [go[happening]()]);
      expect(() => entry && evolve(order, entry)).toThrow(IllegalTransition);
      expect(order).toEqual(before);
    },
  );

  it('stays where it is only by not being moved, or by waiting for something else than before', () => {
    for (const status of ATTEMPT_STATUSES) expect(canBecome(status, status)).toBe(status === 'pending');
  });
});

describe('the transition table', () => {
  it('says what `transition` does', () => {
    for (const from of ATTEMPT_STATUSES) {
      for (const move of MOVES) {
        const to = LEADS_TO[move];
        if (canApply(from, move)) expect(transition(from, move)).toBe(to);
        else expect(() => transition(from, move)).toThrow(`An attempt that is ${from} cannot become ${to}`);
        if (canApply(from, move)) expect(TRANSITIONS[from]).toContain(to);
      }
    }
  });

  it('has a test of every kind of change', () => {
    const tried = HAPPENINGS.map((happening) => changesOf('any')[happening]().type);
    expect(new Set(tried)).toEqual(new Set(MOVES));
  });

  it('holds nothing but what something leads to', () => {
    const edges = ATTEMPT_STATUSES.flatMap((from) => TRANSITIONS[from].map((to) => `${from} > ${to}`));
    const possible = PAIRS.filter(isAllowed).map(({ from, to }) => `${from} > ${to}`);
    expect(edges.sort()).toEqual([...new Set(possible)].sort());
  });

  it('never leads from used to unused but by a charge that was not sent, or from what was set aside', () => {
    const backToReady = ATTEMPT_STATUSES.filter((from) => canBecome(from, 'ready'));
    expect(backToReady).toEqual(['charging', 'abandoned']);
  });

  it('takes nothing up again that was given up for another reason, or that was ever charged', () => {
    const { order, go } = orderWithAttempt('ready');
    const { order: charged, go: other } = orderWithAttempt('charging');
    const lost = [go.setAside(), go.captured(), go.reversed()];
    expect(() => orderWith(order, go.abandoned(), go.reopened())).toThrow(IllegalTransition);
    expect(() => orderWith(charged, other.setAside(), other.reopened())).toThrow(IllegalTransition);
    expect(() => orderWith(order, ...lost, go.reopened())).toThrow(IllegalTransition);
    expect(() => orderWith(order, go.setAside(), go.unknown(), go.abandoned(), go.reopened())).toThrow(
      IllegalTransition,
    );
    expect(orderWith(order, go.setAside(), go.reopened()).attempts[0]).toEqual(order.attempts[0]);
  });

  it('takes what was not sent up again: nothing was charged by it', () => {
    const { order, go } = orderWithAttempt('charging');
    expect(orderWith(order, go.withdrawn(), go.setAside(), go.reopened()).attempts[0]).toMatchObject({
      status: 'ready',
      chargedAt: null,
    });
  });

  it('lets confirmed money in from everywhere that a charge can have led to', () => {
    const neverCharged: AttemptStatus[] = ['ready'];
    const alreadyCounted: AttemptStatus[] = ['captured', 'reversed'];
    const others = ATTEMPT_STATUSES.filter((each) => ![...neverCharged, ...alreadyCounted].includes(each));
    for (const from of others) expect(canBecome(from, 'captured')).toBe(true);
  });
});
