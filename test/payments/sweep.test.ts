import { HOUR, later, MINUTE, SECOND } from '../../src/kernel/clock';
import { createOrder as keepOrder } from '../../src/orders/store/change-order';
import type { Ending } from '../../src/orders/store/store';
import { DatabaseRefused, DatabaseUnavailable } from '../../src/postgres/errors';
import { eventsOf, hear, orderOf } from '../support/paid';
import { payBy } from '../support/pay-by';
import { newOrder } from '../support/orders';
import { type Rig, startRig } from '../support/rig';
import { createOrder } from '../support/shopper';
import { until } from '../support/until';

describe('the sweep', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const calls = () => rig.sandbox.calls().length;
  const kept = () => rig.dependencies.payments.orders;

  /** Baskets whose time is over, and that nobody ever tried to pay. */
  const abandoned = async (count: number): Promise<readonly string[]> => {
    const expiresAt = later(rig.clock.now(), -HOUR);
    const ids: string[] = [];
    for (let each = 0; each < count; each++)
      ids.push((await keepOrder(rig.dependencies.payments, newOrder({ expiresAt }), { by: 'api' })).id);
    return ids;
  };
  const statusesOf = async (ids: readonly string[]) =>
    new Set((await kept().findAll(ids)).map(({ closed }) => closed?.as ?? 'open'));

  /** Taken at Blink, who has named its transaction; nobody came back, and nobody told us. */
  const lost = async (): Promise<string> => {
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.nextPayment({ threeDs: 'frictionless', outcome: 'approved-first' });
    const { id, checkout_url } = await createOrder(rig);
    await payBy(rig, 'card', checkout_url);
    await hear(rig);
    rig.sandbox.portal.capture(rig.sandbox.ledger().at(-1)?.id ?? '');
    expect(await orderOf(rig, id)).toMatchObject({ status: 'processing' });
    return id;
  };

  it('ends orders that only end without a call to Blink, each with its own line and event', async () => {
    const ids = await abandoned(1_200);
    const before = calls();
    await rig.sweep();
    expect((await kept().standing(rig.clock.now())).overdue.count).toBe(0);
    expect(calls()).toBe(before);
    for (const id of ids) {
      const lines = (await kept().history(id)).map(({ by, change }) => `${by}: ${change.type}`);
      expect(lines).toEqual(['api: order_created', 'sweep: order_expired']);
      expect((await kept().events(id)).map(({ type }) => type)).toEqual(['order.expired']);
    }
  });

  it('looks at a lost payment first, however many baskets have waited longer', async () => {
    const id = await lost();
    const baskets = await abandoned(6_000);
    rig.advance(MINUTE);
    const before = calls();
    const endTogether = kept().appendEndings.bind(kept());
    const afterTheLook = async (endings: readonly Ending[]) => {
      await until(() => calls() > before, 'the look at the lost payment, which waits for no basket');
      return endTogether(endings);
    };
    Object.assign(kept(), { appendEndings: afterTheLook });
    await rig.sweep();
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid' });
    expect(calls() - before).toBe(1);
    expect(await statusesOf(baskets)).toEqual(new Set(['expired']));
  });

  it('finds a lost payment within 75 seconds, and goes on without a pause until nothing is due', async () => {
    const id = await lost();
    const chargedAt = rig.clock.now();
    const baskets = await abandoned(12_000);
    rig.dependencies.orderSweep.start();
    await until(async () => !(await statusesOf(baskets)).has('open'), 'all baskets to be ended in one run');
    while (rig.clock.now() < later(chargedAt, 75 * SECOND)) {
      await until(
        async () => (await kept().standing(rig.clock.now())).overdue.count === 0,
        'the sweep to rest',
      );
      rig.advance(5 * SECOND);
    }
    await until(async () => (await orderOf(rig, id)).status === 'paid', 'the payment to be found');
    expect(await eventsOf(rig, id)).toEqual(['processing', 'paid']);
  });

  it('looks at each by itself when they cannot be ended together', async () => {
    const ids = await abandoned(30);
    const refusal = new DatabaseRefused('end_orders', '23514', 'some_rule');
    Object.assign(kept(), { appendEndings: () => Promise.reject(refusal) });
    const before = calls();
    await rig.sweep();
    expect(await statusesOf(ids)).toEqual(new Set(['expired']));
    expect(calls()).toBe(before);
    expect(rig.log.text()).toContain('orders could not be ended together and are looked at one by one');
  });

  it('gives up for now when the database is away', async () => {
    const ids = await abandoned(30);
    Object.assign(kept(), { appendEndings: () => Promise.reject(new DatabaseUnavailable('end_orders')) });
    const before = calls();
    await rig.sweep();
    expect(rig.log.lines()).toContainEqual(
      expect.objectContaining({ level: 'error', msg: 'the sweep could not run' }),
    );
    expect(rig.log.text()).not.toContain('are looked at one by one');
    expect([calls() - before, await statusesOf(ids)]).toEqual([0, new Set(['open'])]);
  });
});
