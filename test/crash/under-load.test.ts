import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { MINUTE } from '../../src/kernel/clock';
import { moneyFactsOf } from '../../src/orders/domain/money-facts';
import { describeOnPostgres } from '../support/postgres';
import type { ApiAnswer } from '../support/rig';
import { CHALLENGED, FRICTIONLESS, type Card, type CreatedOrder } from '../support/shopper';
import { inFull } from './deaths';
import { Scene } from './scene';

/** `CRASH_SEED=…` draws the same moments again; where in the work they fall is the machine's to say. */
const SEED = Number(process.env['CRASH_SEED'] ?? (inFull ? Date.now() : 20_261_126));
const KILLS = inFull ? 80 : 5;
const SHOPPERS_AT_ONCE = 3;

jest.setTimeout(inFull ? 30 * MINUTE : 4 * MINUTE);

/** A request that is sent again, with its key, until it is answered. */
interface Request {
  readonly path: string;
  readonly body: object;
  readonly key: string;
}

describeOnPostgres('processes that are killed at any moment under load', () => {
  let scene: Scene;
  const creations: Request[] = [];
  const refunds: Request[] = [];
  const created = new Map<string, CreatedOrder>();
  beforeAll(async () => {
    scene = await Scene.open();
    await scene.fleet.start(); // two serve, and the work goes on while one of them is dead
  });
  afterAll(() => scene.close());

  const asks = ({ path, body, key }: Request): Promise<ApiAnswer> =>
    scene.api('POST', path, body, { 'idempotency-key': key });

  const request = (among: Request[], path: string, body: object): Request => {
    const asked = { path, body, key: randomUUID() };
    among.push(asked);
    return asked;
  };

  async function creates(creation: Request): Promise<CreatedOrder | undefined> {
    const { status, body } = await asks(creation);
    if (status === 201) created.set(creation.key, body as CreatedOrder);
    return created.get(creation.key);
  }

  /** From the basket to the receipt, and sometimes to the money back; whatever is not answered is left for later. */
  async function shops(card: Card, wantsBack: boolean): Promise<void> {
    const body = { reference: 'L-1', amount: 1_099, currency: 'GBP', expires_in: 86_400 };
    const order = await creates(request(creations, '/orders', body));
    if (!order) return;
    await scene.comesToPay(order, card);
    if (wantsBack) await asks(request(refunds, `/orders/${order.id}/refunds`, {}));
  }

  async function shopsUntil(isOver: () => boolean, number: number): Promise<void> {
    for (let count = number; !isOver(); count++) {
      const card = count % 2 === 0 ? FRICTIONLESS : CHALLENGED;
      await shops(card, count % 3 === 0).catch(() => pause(20)); // nobody answered: the shopper comes back later
    }
  }

  async function killAll(waits: readonly { readonly ms: number; readonly victim: number }[]): Promise<void> {
    for (const { ms, victim } of waits) {
      await pause(ms);
      const { running } = scene.fleet;
      await running[victim % running.length]?.kill();
      await scene.fleet.start();
    }
  }

  it(`leave books that agree with Blink’s (seed ${SEED})`, async () => {
    const moments = fc.record({ ms: fc.integer({ min: 50, max: 900 }), victim: fc.nat() });
    let isOver = false;
    const killing = killAll(fc.sample(moments, { seed: SEED, numRuns: KILLS })).finally(
      () => (isOver = true),
    );
    await Promise.all([
      killing,
      ...Array.from({ length: SHOPPERS_AT_ONCE }, (_, number) => shopsUntil(() => isOver, number)),
    ]);

    await scene.fleet.advance(3 * MINUTE); // until the tries of those who died count as lost
    await scene.fleet.settle();
    for (const creation of creations) await creates(creation);
    const orders = [...created.values()];
    expect(orders).toHaveLength(creations.length);
    expect(await scene.fleet.place.sql('SELECT count(*)::int AS count FROM orders')).toEqual([
      { count: creations.length },
    ]);

    await scene.comeBack(orders, FRICTIONLESS);
    for (const refund of refunds) await asks(refund);
    await scene.comesToRest(orders); // with the books of each of them
    const taken = await Promise.all(
      orders.map(async (order) => moneyFactsOf(await scene.orderNow(order)).captured),
    );
    expect(taken).toEqual(orders.map(() => 1_099)); // everybody came back and paid
  });
});
