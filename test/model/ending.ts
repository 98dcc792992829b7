import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { moneyFactsOf, payingAttempt } from '../../src/orders/domain/money-facts';
import type { Order } from '../../src/orders/domain/order';
import { statusOf, type OrderStatus } from '../../src/orders/domain/status';
import type { LedgerEntry } from '../../src/sandbox/transactions/ledger';
import { SEALED_BY_WALLET } from '../support/pay-by';
import { API_KEY, APP_SECRET } from '../support/rig';
import { expectNothingForgotten, expectTrue, factsOf, standingIn, wasTaken, type Facts } from './invariants';
import type { Model, ModelOrder } from './model';
import type { World } from './world';

const PAUSES = [16 * MINUTE, 33 * MINUTE, 3 * HOUR, 13 * HOUR, ...Array<number>(8).fill(DAY)];

/** Lets a week go by in which nothing breaks any more, first without another word of Blink, then with all of them. */
export async function expectGoodEnd(world: World, model: Model): Promise<void> {
  world.noMoreCrashes();
  world.rig.sandbox.mend();
  for (const pause of PAUSES) {
    await world.advance(pause);
    await world.sweep();
    const now = world.rig.clock.now().getTime();
    for (const { order } of await factsOf(world, model)) expectNothingForgotten(order, now);
  }
  for (const facts of await factsOf(world, model)) expectNoTakenMoneyIgnored(facts);

  for (const { id } of world.rig.sandbox.notifications.list()) {
    await world.rig.sandbox.notifications.repeat(id);
    await world.advance(6_000); // notices of one payment are looked at no faster
  }
  for (const pause of [16 * MINUTE, 33 * MINUTE, DAY]) {
    await world.advance(pause);
    await world.sweep();
  }
  await expectTrue(world, model);
  const all = await factsOf(world, model);
  all.forEach((facts, index) => expectEnded(facts, model.orders[index]));
  expectNothingLogged(world, all);
}

/** Of a payment that was named to us, or that we asked for and lost the answer to. Whoever was at the bank may just have left. */
function expectNoTakenMoneyIgnored({ order, ledger }: Facts): void {
  if (order.review) return;
  const known = order.attempts.filter(({ transactionId }) => transactionId !== null);
  for (const entry of ledger.filter((each) => standingIn(each) > 0)) {
    const attempt = known.find(({ transactionId }) => transactionId === entry.id);
    if (attempt) expect(['paid', 'partially_refunded']).toContain(statusOf(order));
    else expect(wasAtBank(order, entry)).toBe(true);
  }
}

function wasAtBank({ attempts }: Order, { merchantData }: LedgerEntry): boolean {
  const attempt = attempts.find(({ nonce }) => merchantData?.includes(nonce));
  return attempt?.status === 'abandoned' && attempt.transactionId === null;
}

/** The order says what the ledger says. Where it could not come to that by itself, a human is shown it. */
function expectEnded({ order, ledger }: Facts, promised: ModelOrder | undefined): void {
  const standing = ledger.filter((entry) => standingIn(entry) > 0);
  const status = statusOf(order);
  if (status === 'open' || status === 'processing') expect(order.review).not.toBeNull();
  if (standing.length > 1) {
    expect(order.review).not.toBeNull(); // what could not be given back
    return;
  }
  if (isWaitingForHuman(order)) {
    expect(order.review).not.toBeNull();
    return;
  }
  if (order.review && status !== 'paid') return;
  expect({ id: order.id, status, left: leftOf(order, status, promised) }).toEqual({
    id: order.id,
    status: endOf(ledger, status, promised),
    left: total(standing),
  });
}

/** Blink may have given it back, or taken it: only a human can tell. */
function isWaitingForHuman({ refunds, attempts }: Order): boolean {
  return (
    refunds.some((refund) => refund.status === 'unknown') || attempts.some(({ claim }) => claim !== null)
  );
}

/** What the order says is left with the shop, less what somebody gave back in part at the portal: Blink does not say how much that is. */
function leftOf(order: Order, status: OrderStatus, promised?: ModelOrder): number {
  if (status !== 'paid' && status !== 'partially_refunded') return 0;
  const { captured, refunded } = moneyFactsOf(order);
  const transactionId = payingAttempt(order)?.transactionId ?? '';
  return captured - refunded - (promised?.portalRefunds.get(transactionId) ?? 0);
}

function total(entries: readonly LedgerEntry[]): number {
  return entries.reduce((sum, { net }) => sum + net, 0);
}

/** What became of an order, told by nothing but the ledger and what the shop was promised. */
function endOf(ledger: readonly LedgerEntry[], said: OrderStatus, promised?: ModelOrder): OrderStatus {
  const standing = ledger.filter((entry) => standingIn(entry) > 0);
  if (standing.length > 0) return said === 'partially_refunded' ? said : 'paid';
  const wasUndone = ledger.some((entry) => wasTaken(entry) && standingIn(entry) === 0);
  if (wasUndone && (said === 'reversed' || said === 'refunded')) return said; // who never saw it taken sees a refusal
  if (ledger.some(({ status }) => status === 'Approved')) return 'authorised';
  if (promised?.cancelled === 'unknown' && said === 'cancelled') return 'cancelled';
  return promised?.cancelled === 'yes' ? 'cancelled' : 'expired';
}

/** Whatever happened, nobody can read from the log what opens a door or who the shopper is. */
function expectNothingLogged(world: World, all: readonly Facts[]): void {
  const { text } = world.rig.log;
  const { capabilities } = world.process().payments;
  const written = text();
  const secrets = [
    ...[
      API_KEY,
      APP_SECRET,
      'sandbox-api-key',
      'sandbox-secret-key',
      'eyJ0eXAiOiJKV1Qi',
      'pi_',
      'Ada Shopper',
      'shopper.example',
      'A Shopper', // the name on the account
      '55779911',
      SEALED_BY_WALLET,
    ],
    ...all.flatMap(({ order }) => [
      order.token,
      ...order.attempts.flatMap(({ id, nonce }) => [
        nonce,
        capabilities.grant('return', order.id, id),
        capabilities.grant('notification', order.id, id),
      ]),
    ]),
  ];
  expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
}
