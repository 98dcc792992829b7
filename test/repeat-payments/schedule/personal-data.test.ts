import { evolve, replay } from '../../../src/repeat-payments/domain/evolve';
import type { Change, Entry } from '../../../src/repeat-payments/domain/history';
import { planOutcomeOf as outcomeOf } from '../../support/outcomes';
import {
  changeWithoutPersonalData,
  summaryWithoutPersonalData,
} from '../../../src/repeat-payments/domain/personal-data';
import type { RepeatPayment } from '../../../src/repeat-payments/domain/repeat-payment';
import { statusOf } from '../../../src/repeat-payments/domain/status';
import { CHALLENGE, newIntent, SHOPPER } from '../../support/orders';
import { FIXED, first, move, NOW, second, shown } from '../pages/made';

/** What a shop, a customer, a bank or a colleague may have written somewhere. */
const PERSONAL = [
  SHOPPER.name,
  SHOPPER.email,
  SHOPPER.address,
  SHOPPER.postcode,
  'thanks?name=Ada',
  CHALLENGE.fields[0].value,
  'Ada says no',
  'Ada called',
];

const CREATED: Change = {
  type: 'repeat_payment_created',
  repeatPayment: {
    id: 'rp_1',
    token: 'token-of-rp-1',
    reference: 'CLUB-7',
    plan: FIXED,
    customer: SHOPPER,
    orderId: null,
    successUrl: 'https://shop.example/thanks?name=Ada',
    expiresAt: NOW,
  },
};
const [claimed = CREATED] = move('refund_payment', null, 'mov_1');

/** Lives in which everything happens that can happen, and everything that can hold personal data does. */
const LIVES: Readonly<Record<string, readonly Change[]>> = {
  'one that was taken, given back and ended': [
    first.opened,
    first.claimed,
    first.challenged,
    first.declined,
    second.opened,
    second.claimed,
    second.challenged,
    second.unknown,
    second.started,
    { type: 'schedule_moved', status: 'active' },
    shown(1430, '2026-11-29', 'paid', 1000),
    claimed,
    { type: 'move_unknown', moveId: 'mov_1' },
    { type: 'review_flagged', reason: 'refund_unknown' },
    { type: 'move_refused', moveId: 'mov_1', reason: 'Ada says no' },
    { type: 'review_closed', resolution: 'did_not_happen', note: 'Ada called' },
    { type: 'stray_found', setupId: 'set_1', key: { type: 'fixed', id: 274 } },
    { type: 'card_check_opened', cardCheckId: 'chk_1', intent: newIntent() },
    ...move('cancel_all', 'done', 'mov_2'),
    { type: 'move_claimed', moveId: 'mov_3', kind: 'end_stray', paymentId: null, key: { type: 'fixed', id: 274 } },
    { type: 'move_withdrawn', moveId: 'mov_3' },
  ], // prettier-ignore
  'one that was called off': [
    first.opened,
    first.claimed,
    { type: 'setup_withdrawn', setupId: 'set_1' },
    first.abandoned,
    { type: 'repeat_payment_cancelled' },
  ],
  'one to which nobody agreed': [first.opened, first.abandoned, { type: 'repeat_payment_expired' }],
};
const lives = Object.entries(LIVES);

const historyOf = (changes: readonly Change[]): readonly Entry[] =>
  [CREATED, ...changes].map((change, index) => ({ sequence: index + 1, by: 'system', at: NOW, change }));
const present = (history: readonly Entry[]): RepeatPayment => outcomeOf(null, history).repeatPayment;
const erasedLines = (history: readonly Entry[]): readonly Entry[] =>
  history.map((entry) => ({ ...entry, change: changeWithoutPersonalData(entry.change) }));
const erasure = ({ version }: RepeatPayment): Entry => ({
  sequence: version + 1,
  by: 'system',
  at: NOW,
  change: { type: 'personal_data_erased' },
});
const withErasure = (history: readonly Entry[]) => [...history, erasure(present(history))];
const personalIn = (value: unknown) =>
  PERSONAL.filter((text) => JSON.stringify(value).includes(String(text)));

describe('a repeat payment that is forgotten', () => {
  it('held personal data in itself, its history and its events before', () => {
    const history = historyOf(LIVES['one that was taken, given back and ended'] ?? []);
    expect(personalIn(history)).toEqual(PERSONAL);
    expect(personalIn(present(history))).toContain('Ada says no');
    expect(personalIn(outcomeOf(null, history).events).length).toBeGreaterThan(4);
  });

  it('is tried in every way a history can go', () => {
    const types = new Set(
      lives.flatMap(([, changes]) => historyOf(changes).map(({ change }) => change.type)),
    );
    expect(types.size).toBe(22); // every type of change but the erasure itself
  });

  it.each(lives)('holds none afterwards, anywhere: %s', (_, changes) => {
    const history = historyOf(changes);
    const { repeatPayment, events } = outcomeOf(null, withErasure(history));
    expect(personalIn(repeatPayment)).toEqual([]);
    expect(personalIn(erasedLines(history))).toEqual([]);
    expect(personalIn(events.map(({ data }) => summaryWithoutPersonalData(data)))).toEqual([]);
  });

  it.each(lives)('keeps its books: the plan, payments, statuses, schedules and dates: %s', (_, changes) => {
    const before = present(historyOf(changes));
    const after = evolve(before, erasure(before));
    const booksOf = ({ customer: _1, moves, ...rest }: RepeatPayment) => ({
      ...rest,
      moves: moves.map((each) => ({ ...each, reason: null })),
      version: null,
      successUrl: null,
    });
    expect(booksOf(after)).toEqual(booksOf(before));
    expect(after.version).toBe(before.version + 1);
    expect(statusOf(after)).toBe(statusOf(before));
  });

  it.each(lives)('is still what its history adds up to: %s', (_, changes) => {
    const whole = withErasure(historyOf(changes));
    expect(replay(erasedLines(whole))).toEqual(present(whole));
    expect(erasedLines(whole).map(({ change }) => change.type)).toEqual(
      whole.map(({ change }) => change.type),
    );
    expect(outcomeOf(null, whole).events).toHaveLength(outcomeOf(null, historyOf(changes)).events.length);
  });

  it('keeps what a bank answered to a card that it refused', () => {
    expect(changeWithoutPersonalData(first.declined)).toEqual(first.declined);
  });
});
