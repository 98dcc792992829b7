import { MINUTE } from '../../src/kernel/clock';
import { statusOf } from '../../src/orders/domain/status';
import { status } from '../merchant-events/shop-server';
import { describeOnPostgres } from '../support/postgres';
import {
  createOrder,
  FRICTIONLESS,
  payAtBankAndLeave,
  payByCard,
  type CreatedOrder,
} from '../support/shopper';
import { eventually } from '../support/until';
import { expectGoodBooks } from './books';
import { at, type Death, whileKeepingNotice } from './deaths';
import { Scene } from './scene';

type Row = readonly [string, Death];

/** From a notification to what it leads to. */
const INBOX: readonly Row[] = [
  ['when it is kept, before Blink hears of that', at('after', 'keep_notices')],
  ['when it is taken up', at('after', 'take_due_notices', '"isTaken":true')],
  ['before what was read is stored', at('before', 'change_order', 'money_captured')],
  ['when it is worked off, before that is kept', at('before', 'settle_notice')],
];
/** From the time to look at an order to the next time. */
const SWEEP: readonly Row[] = [
  ['when it has taken the order', at('after', 'claim_due_orders', '"ord_')],
  ['when Blink has answered', at('after', 'transactions.get')],
  ['when it has stored what it found', at('after', 'change_order', 'money_captured')],
  ['before it is kept that it has looked', at('before', 'reschedule_order')],
];
/** From an event to its being told. */
const OUTBOX: readonly Row[] = [
  ['when it has taken the event', at('after', 'claim_due_deliveries', '"order.paid"')],
  ['when the shop has heard it, before that is kept', at('before', 'end_delivery')],
  ['while the shop listens', whileShopListens],
];

describeOnPostgres('a process that is killed at the work nobody waits for', () => {
  let scene: Scene;
  beforeAll(async () => void (scene = await Scene.open()));
  afterAll(() => scene.close());

  const withhold = (on: boolean) => scene.fleet.blink.set({ notifications: { withhold: on } });

  /** Nobody comes and nobody says anything; the next process alone finds the payment. */
  async function expectPaidByItself(order: CreatedOrder): Promise<void> {
    await scene.restart();
    await scene.fleet.advance(4 * MINUTE);
    await scene.fleet.settle();
    expect(statusOf(await scene.orderNow(order))).toBe('paid');
    await expectGoodBooks(scene.fleet, [order.id]);
  }

  it.each(INBOX)('a notification, %s: the next one works it off', async (_, dies) => {
    await withhold(false);
    const order = await createOrder(scene);
    await dies(scene, () => payAtBankAndLeave(scene, order.checkout_url));
    await expectPaidByItself(order);
  });

  it('a notification, before it is kept: Blink is never told that it was', async () => {
    await withhold(false);
    const order = await createOrder(scene);
    await whileKeepingNotice(scene, () => payAtBankAndLeave(scene, order.checkout_url));
    await eventually(async () => {
      const told = (await scene.fleet.blink.notifications()).filter(({ to }) => to.includes(order.id));
      expect(told.flatMap(({ attempts }) => attempts).map(({ status }) => status)).toEqual([null]);
    });
    await scene.restart();
    await scene.hearsAll([order]);
    expect(statusOf(await scene.orderNow(order))).toBe('paid');
  });

  it.each(SWEEP)('the sweep, %s: the next one looks', async (_, dies) => {
    await withhold(true);
    const order = await createOrder(scene);
    await scene.fleet.blink.breakNext('GET', '/transactions/', { kind: 'html', status: 503 }, 3);
    await payByCard(scene, order.checkout_url, FRICTIONLESS);
    expect(await scene.orderNow(order)).toMatchObject({ attempts: [{ status: 'unknown' }] });
    await scene.fleet.blink.mend();
    await dies(scene, () => scene.fleet.advance(MINUTE));
    await expectPaidByItself(order);
  });

  it.each(OUTBOX)('an event to the shop, %s: the next one tells it, as the same event', async (_, dies) => {
    await withhold(true);
    const order = await createOrder(scene);
    await payAtBankAndLeave(scene, order.checkout_url);
    await scene.fleet.settle(); // the shop has heard that somebody is at the bank
    await dies(scene, () => scene.isTold([order]));
    await expectPaidByItself(order);
    expect((await scene.fleet.store.events(order.id)).map(({ type }) => type)).toContain('order.paid');
  });
});

/** The shop gets an event and takes its time to answer. */
async function whileShopListens(
  { fleet: { shop }, current }: Scene,
  act: () => Promise<unknown>,
): Promise<void> {
  shop.answer(() => undefined);
  const hears = shop.hears(shop.heard.length + 1);
  await Promise.all([hears, act()]);
  await current.kill();
  shop.answer(status(204));
}
