import { SECOND } from '../../src/clock';
import type { CreatedOrder } from '../support/shopper';
import { orderIn, type Model } from './model';
import type { World } from './world';

type Move = (world: World, model: Model) => Promise<void>;

export function creates(amount: number, lifeMs: number): Move {
  return async (world, model) => {
    const body = { reference: 'M-1', amount, currency: 'GBP', expires_in: lifeMs / SECOND };
    const answer = await world.api('POST', '/orders', body);
    expect(answer.status).toBe(201);
    model.orders.push({
      ...(answer.body as CreatedOrder),
      expiresAt: world.rig.clock.now().getTime() + lifeMs,
      bankPages: [],
      returns: [],
      sentForms: [],
      cancelled: 'no',
    });
  };
}

export function amends(number: number, amount: number): Move {
  return async (world, model) => {
    const answer = await world.api('PATCH', `/orders/${orderIn(model, number).id}`, { amount });
    expect([200, 409]).toContain(answer.status);
    if (answer.status === 200) expect(answer.body).toMatchObject({ amount });
  };
}

export function cancels(number: number): Move {
  return async (world, model) => {
    const order = orderIn(model, number);
    const before = order.cancelled;
    order.cancelled = before === 'yes' ? 'yes' : 'unknown';
    const answer = await world.api('POST', `/orders/${order.id}/cancel`);
    expect([200, 409]).toContain(answer.status);
    order.cancelled = answer.status === 200 ? 'yes' : before;
  };
}

export function refreshes(number: number): Move {
  return async (world, model) => {
    const answer = await world.api('GET', `/orders/${orderIn(model, number).id}?refresh=true`);
    expect([200, 502, 503]).toContain(answer.status);
  };
}
