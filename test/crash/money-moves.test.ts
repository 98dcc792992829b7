import { randomUUID } from 'node:crypto';
import { SECOND } from '../../src/kernel/clock';
import { IDEMPOTENT_TRY_LOST_AFTER_MS } from '../../src/api/idempotency/store';
import { statusOf } from '../../src/orders/domain/status';
import { describeOnPostgres } from '../support/postgres';
import type { ApiAnswer } from '../support/rig';
import { createOrder, FRICTIONLESS, type CreatedOrder } from '../support/shopper';
import { factsOf } from './books';
import { at, type Death, inFull, whileBlinkHas, whileCommitting } from './deaths';
import { Scene } from './scene';

const AMOUNT = 1_099;
const PART = 400;

/** From the shop's request to its answer. `done`: whether Blink had moved the money by then. */
function whileMoving(
  change: 'capture' | 'refund',
  call: string,
  path: string,
): readonly (readonly [string, boolean, Death])[] {
  const answered = change === 'capture' ? 'capture_confirmed' : 'refund_succeeded';
  const always: readonly (readonly [string, boolean, Death])[] = [
    ['in the middle of committing the claim', false, whileCommitting(`${change}_claimed`, 'done')],
    ['when it is sent and Blink has not begun', false, whileBlinkHas(path, 'not-done')],
    ['when it is sent and Blink has done it', true, whileBlinkHas(path, 'done')],
    ['after the answer, before it is stored', true, at('after', call)],
  ];
  const more: readonly (readonly [string, boolean, Death])[] = [
    ['before the claim', false, at('before', 'change_order', `${change}_claimed`)],
    ['before a claim that is committed afterwards', false, whileCommitting(`${change}_claimed`, 'late')],
    ['after the claim', false, at('after', 'change_order', `${change}_claimed`)],
    ['before it is sent', false, at('before', call)],
    ['in the middle of committing the answer', true, whileCommitting(answered, 'done')],
    ['after the commit, before the shop is answered', true, at('after', 'change_order', answered)],
  ];
  return inFull ? [...always, ...more] : always;
}

describeOnPostgres('a process that is killed while a shop moves money', () => {
  let scene: Scene;
  beforeAll(async () => void (scene = await Scene.open()));
  afterAll(() => scene.close());

  async function paid(order: object = {}): Promise<CreatedOrder> {
    const created = await createOrder(scene, { amount: AMOUNT, ...order });
    await scene.comesToPay(created, FRICTIONLESS);
    return created;
  }

  /** As a careful shop asks: again with the same key, until it is told. */
  function asks(path: string, body: object): () => Promise<ApiAnswer> {
    const key = randomUUID();
    return () => scene.api('POST', path, body, { 'idempotency-key': key });
  }

  /** When the first try counts as lost, and once more. */
  async function asksOn(ask: () => Promise<ApiAnswer>): Promise<void> {
    await scene.restart();
    await scene.fleet.advance(IDEMPOTENT_TRY_LOST_AFTER_MS + SECOND);
    await ask();
    await ask();
  }

  async function atBlink({ id }: CreatedOrder) {
    const ledger = (await factsOf(scene.fleet, [id])).flatMap((facts) => facts.ledger);
    const sumOf = (part: 'captured' | 'refunded' | 'cancelled') =>
      ledger.reduce((sum, entry) => sum + entry[part], 0);
    return { captured: sumOf('captured'), givenBack: sumOf('refunded') + sumOf('cancelled') };
  }

  it.each(whileMoving('capture', 'transactions.rerun', '/reruns'))(
    'that was reserved, %s: it is taken at most once, and never without the order saying so',
    async (_, done, dies) => {
      const order = await paid({ capture: 'manual' });
      const ask = asks(`/orders/${order.id}/capture`, {});
      await dies(scene, ask);
      await asksOn(ask);
      await scene.comesToRest([order]);
      const { captured } = await atBlink(order);
      const now = await scene.orderNow(order);
      expect([0, AMOUNT]).toContain(captured);
      if (done) expect(captured).toBe(AMOUNT);
      if (!now.review) expect([captured, statusOf(now)]).toEqual([AMOUNT, 'paid']);
    },
  );

  it.each(whileMoving('refund', 'transactions.refund', '/refunds'))(
    'back, %s: it goes at most once, however often the shop asks',
    async (_, done, dies) => {
      const order = await paid();
      await scene.fleet.blink.settle();
      const ask = asks(`/orders/${order.id}/refunds`, { amount: PART });
      await dies(scene, ask);
      await asksOn(ask);
      await scene.comesToRest([order]);
      const { givenBack } = await atBlink(order);
      const { review, refunds } = await scene.orderNow(order);
      expect([0, PART]).toContain(givenBack);
      if (done || !review) expect(givenBack).toBe(PART);
      expect(refunds).toHaveLength(1);
    },
  );
});
