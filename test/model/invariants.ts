import { MINUTE } from '../../src/kernel/clock';
import { transactionsOf } from '../../src/orders/domain/attempt-transactions';
import { replay } from '../../src/orders/domain/evolve';
import type { Entry, OrderChange } from '../../src/orders/domain/history';
import { refundedOf, moneyFactsOf, payingAttempt } from '../../src/orders/domain/money-facts';
import type { Attempt, Order } from '../../src/orders/domain/order';
import type { ShopEvent } from '../../src/orders/domain/events';
import { isInFlight, statusOf } from '../../src/orders/domain/status';
import { CHALLENGE_GRACE_MS } from '../../src/orders/domain/time-decisions';
import type { LedgerEntry } from '../../src/sandbox/transactions/ledger';
import type { Model, ModelOrder } from './model';
import type { World } from './world';

export interface Facts {
  readonly order: Order;
  readonly history: readonly Entry[];
  readonly events: readonly ShopEvent[];
  /** What Blink has written down under the nonces of this order's attempts. */
  readonly ledger: readonly LedgerEntry[];
}

/** What holds after every single move, whatever the moves before it were. */
export async function expectTrue(world: World, model: Model): Promise<void> {
  const all = await factsOf(world, model);
  for (const facts of all) {
    expectReplayed(facts);
    expectPaidOnlyByBlink(facts);
    expectChargedOnce(facts);
    expectOneAttemptAtATime(facts);
    expectPaidToldOnce(facts);
    expectNothingBeyondWhatThereIs(facts);
  }
  expectNoSharedTransaction(all);
  expectSentOncePerClaim(world, all);
  all.forEach((facts, index) => expectNothingGivenAwayUnseen(facts, model.orders[index]));
}

/** The calls that take money from somebody's card or account for the first time. */
export const CHARGES = /\/pay\/v1\/(creditcards|googlepay|openbankings|directdebits)$/;

/** Each claim sends once, and nothing else does. Beside what was claimed only reservations are let go whose money was taken anew. */
function expectSentOncePerClaim(world: World, all: readonly Facts[]): void {
  const sent = (path: RegExp) => world.rig.sandbox.calls({ method: 'POST', path }).length;
  const claims = (...types: readonly OrderChange['type'][]) =>
    all.flatMap(({ history }) => history).filter(({ change }) => types.includes(change.type)).length;
  const takenAnew = all
    .flatMap(({ order }) => order.attempts)
    .filter(({ authorisationId }) => authorisationId !== null).length;
  expect(sent(CHARGES)).toBeLessThanOrEqual(claims('charge_claimed'));
  expect(sent(/\/(captures|reruns)$/)).toBeLessThanOrEqual(claims('capture_claimed'));
  expect(sent(/\/(cancels|refunds)$/)).toBeLessThanOrEqual(
    claims('refund_claimed', 'release_claimed') + takenAnew,
  );
}

export async function factsOf(world: World, model: Model): Promise<readonly Facts[]> {
  const entries = world.rig.sandbox.ledger();
  return Promise.all(
    model.orders.map(async ({ id }) => {
      const order = await world.store.find(id);
      if (!order) throw new Error(`Order ${id} is lost`);
      const nonces = order.attempts.map(({ nonce }) => nonce);
      const ledger = entries.filter((entry) => nonces.includes(nonceOf(entry)));
      return { order, ledger, history: await world.store.history(id), events: await world.store.events(id) };
    }),
  );
}

export function nonceOf({ merchantData }: LedgerEntry): string {
  return (JSON.parse(merchantData ?? '{}') as { readonly nonce?: string }).nonce ?? '';
}

/** Blink's words for money that was taken; a direct debit that is only confirmed is none yet. */
const TAKEN: readonly string[] = ['Captured', 'Success', 'Paid out'];

/** Whether the money was ever taken, whatever became of it later. */
export function wasTaken({ history }: LedgerEntry): boolean {
  return history.some(({ status }) => TAKEN.includes(status));
}

/** What of the money taken is still the shop's. */
export function standingIn(entry: LedgerEntry): number {
  return wasTaken(entry) ? entry.net : 0;
}

export function expectReplayed({ order, history }: Facts): void {
  expect(replay(history)).toEqual(order);
  expect(history.map(({ sequence }) => sequence)).toEqual(history.map((_, index) => index + 1));
}

/** Money that we say we have is in Blink's ledger: same transaction, attempt, amount and currency. */
function expectPaidOnlyByBlink({ order, ledger }: Facts): void {
  for (const attempt of order.attempts.filter(({ captured }) => captured > 0)) {
    const entry = ledger.find(({ id }) => id === attempt.transactionId);
    expect(entry).toMatchObject({ currency: order.amount.currency });
    expect(entry && wasTaken(entry)).toBe(true);
    if (entry && entry.captured > 0) expect(entry.captured).toBe(attempt.captured); // nothing once it was rejected
    expect(entry && nonceOf(entry)).toBe(attempt.nonce);
  }
  if (statusOf(order) !== 'paid' || order.review) return;
  const paying = payingAttempt(order);
  expect(paying?.amount).toEqual(order.amount);
  if (order.capture === 'automatic') expect(paying?.captured).toBe(order.amount.minor);
}

function expectChargedOnce({ order, ledger }: Facts): void {
  for (const { nonce, amount } of order.attempts) {
    const own = ledger.filter((entry) => nonceOf(entry) === nonce);
    expect(own.filter(({ rerunOf }) => rerunOf === null).length).toBeLessThanOrEqual(1);
    expect(own.reduce((sum, { captured }) => sum + captured, 0)).toBeLessThanOrEqual(amount.minor);
  }
}

/** Never more is captured than was to be paid, nor more refunded than was captured, however many refunds are on their way. */
function expectNothingBeyondWhatThereIs({ order }: Facts): void {
  for (const attempt of order.attempts) {
    const { done, underWay } = refundedOf(order, attempt);
    expect(attempt.captured).toBeLessThanOrEqual(attempt.amount.minor);
    expect(done + underWay).toBeLessThanOrEqual(attempt.captured);
    expect(attempt.reversed).toBeLessThanOrEqual(attempt.captured);
  }
  const { captured, refunded, refundable } = moneyFactsOf(order);
  expect(refunded + refundable).toBeLessThanOrEqual(captured);
}

/**
 * The ledger and ours agree: nothing is said to be given back that was not, and nothing was given back by us that ours does not hold.
 * A release that Blink's own capture overtook is told apart only afterwards.
 */
function expectNothingGivenAwayUnseen({ order, history, ledger }: Facts, promised?: ModelOrder): void {
  if (history.some(({ change }) => change.type === 'release_claimed')) return;
  for (const attempt of order.attempts) {
    const entry = ledger.find(({ id }) => id === attempt.transactionId);
    if (!entry) continue;
    const { done, underWay } = refundedOf(order, attempt);
    const back = entry.refunded + entry.cancelled;
    const byPortal = promised?.portalRefunds.get(entry.id) ?? 0;
    expect(done).toBeLessThanOrEqual(back - byPortal);
    expect(back - byPortal).toBeLessThanOrEqual(done + underWay);
  }
}

/** No attempt is opened or charged while another may be moving money, or after the order was paid or closed. */
export function expectOneAttemptAtATime({ history }: Facts): void {
  history.forEach(({ change }, index) => {
    if (change.type !== 'attempt_opened' && change.type !== 'charge_claimed') return;
    const before = replay(history.slice(0, index));
    expect(before && statusOf(before)).toBe('open');
  });
}

/** Between two of `order.paid` the shop was told that the money had gone again. */
export function expectPaidToldOnce({ events }: Facts): void {
  let isPaid = false;
  for (const { type } of events) {
    if (type === 'order.paid') expect(isPaid).toBe(false);
    if (type === 'order.paid') isPaid = true;
    if (type === 'order.refunded' || type === 'order.reversed') isPaid = false;
  }
}

function expectNoSharedTransaction(all: readonly Facts[]): void {
  const ids = all.flatMap(({ order }) => order.attempts.flatMap(transactionsOf));
  expect(new Set(ids).size).toBe(ids.length);
}

/** Fifteen minutes after a charge, and a sweep, it is over or shown to a human; the bank's page may stand open as long as its intent lives. */
export function expectNothingForgotten(order: Order, now: number): void {
  for (const attempt of order.attempts.filter(isInFlight)) {
    if (order.review || isAtBank(attempt, now) || isClearing(attempt)) continue;
    expect(now - Number(attempt.chargedAt)).toBeLessThan(15 * MINUTE);
  }
  const asked = [
    ...order.attempts.flatMap(({ claim }) => (claim ? [claim.at] : [])),
    ...order.refunds.flatMap(({ status, createdAt }) =>
      status === 'claimed' || status === 'unknown' ? [createdAt] : [],
    ),
  ];
  for (const at of order.review ? [] : asked) expect(now - at.getTime()).toBeLessThan(15 * MINUTE);
}

/** A direct debit that is known at Blink takes its days. */
function isClearing({ method, status }: Attempt): boolean {
  return method === 'direct_debit' && status === 'pending';
}

function isAtBank({ challenge, intent }: Attempt, now: number): boolean {
  return challenge !== null && now < intent.expiresAt.getTime() + CHALLENGE_GRACE_MS;
}
