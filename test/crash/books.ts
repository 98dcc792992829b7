import { moneyFactsOf } from '../../src/orders/domain/money-facts';
import { isInFlight, statusOf } from '../../src/orders/domain/status';
import {
  expectOneAttemptAtATime,
  expectPaidToldOnce,
  expectReplayed,
  nonceOf,
  type Facts,
} from '../model/invariants';
import type { Heard } from '../merchant-events/shop-server';
import type { Fleet } from '../support/processes/fleet';

/** What is true of orders when everybody has done their part, whatever died on the way. Blink's ledger is the judge. */
export async function expectGoodBooks(fleet: Fleet, orderIds: readonly string[]): Promise<void> {
  for (const facts of await factsOf(fleet, orderIds)) {
    expectReplayed(facts);
    expectOneAttemptAtATime(facts);
    expectChargedOnce(facts);
    expectTakenOnce(facts);
    expectGivenBackOnce(facts);
    expectNothingStuck(facts);
    expectTold(facts, fleet.shop.heard);
  }
}

export async function factsOf(
  { store, blink }: Fleet,
  orderIds: readonly string[],
): Promise<readonly Facts[]> {
  const entries = await blink.ledger();
  return Promise.all(
    orderIds.map(async (id) => {
      const [order, history, events] = await Promise.all([
        store.find(id),
        store.history(id),
        store.events(id),
      ]);
      if (!order) throw new Error(`Order ${id} is lost`);
      const nonces = order.attempts.map(({ nonce }) => nonce);
      return { order, history, events, ledger: entries.filter((entry) => nonces.includes(nonceOf(entry))) };
    }),
  );
}

/** One claim, one call: the money of a reservation is taken by one more transaction at most. */
function expectChargedOnce({ order, ledger }: Facts): void {
  for (const { nonce } of order.attempts) {
    const own = ledger.filter((entry) => nonceOf(entry) === nonce);
    expect(own.filter(({ rerunOf }) => rerunOf === null).length).toBeLessThanOrEqual(1);
    expect(own.filter(({ rerunOf }) => rerunOf !== null).length).toBeLessThanOrEqual(1);
  }
}

/** What stands at Blink is known here as paid, or a human is asked; and it stands once, or a human is asked. */
function expectTakenOnce({ order, ledger }: Facts): void {
  const standing = ledger.filter(({ net }) => net > 0);
  const status = statusOf(order);
  if (order.review) return;
  expect(standing.length).toBeLessThanOrEqual(1);
  const [taken] = standing;
  if (taken) expect(['paid', 'partially_refunded']).toContain(status);
  if (status === 'paid') expect(moneyFactsOf(order).captured).toBe(taken?.net);
  if (status === 'partially_refunded') {
    const { captured, refunded } = moneyFactsOf(order);
    expect(captured - refunded).toBe(taken?.net);
  }
}

/** Never more than was taken; and no refund is carried out twice, whatever became of its answer. */
function expectGivenBackOnce({ order, ledger }: Facts): void {
  const claimed = order.refunds.filter(({ status }) => status !== 'failed');
  const back = ledger.reduce((sum, entry) => sum + entry.refunded + entry.cancelled, 0);
  expect(back).toBeLessThanOrEqual(claimed.reduce((sum, { amount }) => sum + amount, 0));
  for (const entry of ledger) expect(entry.refunded + entry.cancelled).toBeLessThanOrEqual(entry.captured);
}

function expectNothingStuck({ order }: Facts): void {
  const unsettled = [
    ...order.attempts.filter((attempt) => isInFlight(attempt) || attempt.claim !== null || attempt.surplus),
    ...order.refunds.filter(({ status }) => status === 'claimed' || status === 'unknown'),
  ];
  if (!order.review) expect(unsettled).toEqual([]);
  expect(order.attempts.filter(({ status }) => status === 'charging')).toEqual([]);
  expect(order.refunds.filter(({ status }) => status === 'claimed')).toEqual([]);
}

/** Each step is told once, in the order of the history; the shop has heard it at least once, and each time as the same. */
function expectTold(facts: Facts, heard: readonly Heard[]): void {
  expectPaidToldOnce(facts);
  const { events } = facts;
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const told = events.map(({ sequence }) => sequence);
  expect(told).toEqual([...new Set(told)].sort((one, other) => one - other));
  const bodies = heard.filter(({ event }) => event.order_id === facts.order.id).map(({ body }) => body);
  const ids = [...new Set(bodies)].map((body) => String(JSON.parse(body).id));
  expect(ids.sort()).toEqual(events.map(({ id }) => id).sort());
}
