import { HOUR } from '../../src/kernel/clock';
import { statusOf } from '../../src/orders/domain/status';
import { CHALLENGED, FRICTIONLESS } from '../support/shopper';
import { expectGoodEnd } from './ending';
import { expectTrue } from './invariants';
import type { Model } from './model';
import * as blink from './moves-of-blink';
import * as human from './moves-of-human';
import * as shop from './moves-of-shop';
import * as shopper from './moves-of-shopper';
import { startWorld, type World } from './world';

describe('an order whose amount was changed after a challenge was given up', () => {
  let world: World;
  let model: Model;
  beforeEach(async () => {
    world = await startWorld();
    model = { orders: [] };
    await shop.creates(10_99, HOUR)(world, model);
    await shopper.pays(0, CHALLENGED)(world, model);
    await shopper.presses(0, 'abandon')(world, model);
    await shop.amends(0, 20_00)(world, model);
  });
  afterEach(() => world.stop());

  const orderNow = async () => {
    const order = await world.store.find(model.orders[0]?.id ?? '');
    if (!order) throw new Error('The order is lost');
    return order;
  };

  it('is not paid by the old amount, but shown to a human', async () => {
    await shopper.answersBank(0, 'Approve', true)(world, model);
    const order = await orderNow();
    expect(statusOf(order)).toBe('processing');
    expect(order.review).toMatchObject({ reason: 'wrong_amount' });
    await expectGoodEnd(world, model);
  });

  it('is paid by the new amount, and the old one is given back when it comes after all', async () => {
    await shopper.pays(0, FRICTIONLESS)(world, model);
    await shopper.answersBank(0, 'Approve', false)(world, model);
    await blink.notifies('in-order')(world);
    await world.settle();
    const order = await orderNow();
    expect(statusOf(order)).toBe('paid');
    expect(order.refunds).toMatchObject([{ amount: 10_99, kind: 'duplicate', status: 'succeeded' }]);
    expect(world.rig.sandbox.ledger().map(({ net }) => net)).toEqual([0, 20_00]);
    await expectTrue(world, model);
  });
});

describe('a refund of all that was taken, after a penny went back at the portal', () => {
  it('is sent as a part, which Blink refuses since less is left, and is over once somebody has looked it up', async () => {
    const world = await startWorld();
    try {
      const model: Model = { orders: [] };
      await shop.creates(10_99, HOUR)(world, model);
      await shopper.pays(0, FRICTIONLESS)(world, model);
      world.rig.sandbox.settle();
      await blink.undoes(0, 0, false)(world, model);
      await blink.notifies('in-order')(world);
      await world.settle();
      await shop.refunds(0, 100)(world, model);
      await human.looksItUp(0)(world, model);
      const order = await world.store.find(model.orders[0]?.id ?? '');
      expect(order?.refunds).toMatchObject([{ status: 'failed', amount: 10_99 }]);
      expect(world.rig.sandbox.ledger()).toMatchObject([{ refunded: 1, net: 10_98 }]);
      await expectGoodEnd(world, model);
    } finally {
      await world.stop();
    }
  });
});
