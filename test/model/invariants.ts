import { MINUTE } from '../../src/clock';
import { transactionsOf } from '../../src/orders/attempt-transactions';
import { replay } from '../../src/orders/evolve';
import type { Entry } from '../../src/orders/history';
import { payingAttempt } from '../../src/orders/money-facts';
import type { Attempt, Order } from '../../src/orders/order';
import type { ShopEvent } from '../../src/orders/shop-events';
import { isInFlight, statusOf } from '../../src/orders/status';
import { CHALLENGE_GRACE_MS } from '../../src/orders/time-decisions';
import type { LedgerEntry } from '../../src/sandbox/transactions/ledger';
import type { Model } from './model';
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
  }
  expectNoSharedTransaction(all);
  const sent = world.rig.sandbox.calls({ method: 'POST', path: 'creditcards' }).length;
  expect(sent).toBeLessThanOrEqual(claimsIn(all)); // each claim sends once, and nothing else does
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

/** Whether the money was ever taken, whatever became of it later. */
export function wasTaken({ history }: LedgerEntry): boolean {
  return history.some(({ status }) => status === 'Captured');
}

export function expectReplayed({ order, history }: Facts): void {
  expect(replay(history)).toEqual(order);
  expect(history.map(({ sequence }) => sequence)).toEqual(history.map((_, index) => index + 1));
}

/** Money that we say we have is in Blink's ledger: same transaction, attempt, amount and currency. */
function expectPaidOnlyByBlink({ order, ledger }: Facts): void {
  for (const attempt of order.attempts.filter(({ captured }) => captured > 0)) {
    const entry = ledger.find(({ id }) => id === attempt.transactionId);
    expect(entry).toMatchObject({ amount: attempt.captured, currency: order.amount.currency });
    expect(entry && wasTaken(entry)).toBe(true);
    expect(entry && nonceOf(entry)).toBe(attempt.nonce);
  }
  if (statusOf(order) !== 'paid' || order.review) return;
  expect(payingAttempt(order)).toMatchObject({ captured: order.amount.minor, amount: order.amount });
}

function expectChargedOnce({ order, ledger }: Facts): void {
  for (const { nonce } of order.attempts) {
    expect(ledger.filter((entry) => nonceOf(entry) === nonce).length).toBeLessThanOrEqual(1);
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

function claimsIn(all: readonly Facts[]): number {
  return all.flatMap(({ history }) => history).filter(({ change }) => change.type === 'charge_claimed')
    .length;
}

/** Fifteen minutes after a charge, and a sweep, it is over or shown to a human; the bank's page may stand open as long as its intent lives. */
export function expectNothingForgotten(order: Order, now: number): void {
  for (const attempt of order.attempts.filter(isInFlight)) {
    if (order.review || isAtBank(attempt, now)) continue;
    expect(now - Number(attempt.chargedAt)).toBeLessThan(15 * MINUTE);
  }
}

function isAtBank({ status, intent }: Attempt, now: number): boolean {
  return status === 'challenged' && now < intent.expiresAt.getTime() + CHALLENGE_GRACE_MS;
}
