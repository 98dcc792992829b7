import { SECOND } from '../../src/kernel/clock';
import { moneyFactsOf } from '../../src/orders/domain/money-facts';
import type { ApiAnswer } from '../support/rig';
import type { CreatedOrder } from '../support/shopper';
import { orderIn, type Model } from './model';
import { stored, type World } from './world';

type Move = (world: World, model: Model) => Promise<void>;

/** What an order may say of how and when it is paid. */
export const TERMS = {
  'by card': {},
  'in any way': { payment_methods: ['card', 'google_pay', 'open_banking', 'direct_debit'] },
  'reserved until it is taken': { payment_methods: ['card', 'google_pay'], capture: 'manual' },
  'reserved for three days': { payment_methods: ['card', 'google_pay'], capture: { delay_days: 3 } },
} as const;

export function creates(amount: number, lifeMs: number, terms: keyof typeof TERMS = 'by card'): Move {
  return async (world, model) => {
    const order = { reference: 'M-1', amount, currency: 'GBP', expires_in: lifeMs / SECOND };
    const body = { ...order, ...TERMS[terms] };
    const answer = await world.api('POST', '/orders', body);
    expect(answer.status).toBe(201);
    model.orders.push({
      ...(answer.body as CreatedOrder),
      expiresAt: world.rig.clock.now().getTime() + lifeMs,
      bankPages: [],
      returns: [],
      sentForms: [],
      cancelled: 'no',
      portalRefunds: new Map(),
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
    expect([200, 409, 503]).toContain(answer.status);
    if (answer.status !== 200) order.cancelled = before;
    else if (statusIn(answer) === 'cancelled') order.cancelled = 'yes';
  };
}

/** So many parts in a hundred of what is reserved. */
export function captures(number: number, share: number): Move {
  return async (world, model) => {
    const { id } = orderIn(model, number);
    const { authorised } = moneyFactsOf(await stored(world, id));
    const amount = partOf(authorised, share);
    const answer = await world.api('POST', `/orders/${id}/capture`, { amount });
    expect([200, 409, 503]).toContain(answer.status);
    if (answer.status === 200 && statusIn(answer) === 'paid')
      expect(answer.body).toMatchObject({ amount_captured: amount });
  };
}

/** So many parts in a hundred of what can be refunded, so often at once. */
export function refunds(number: number, share: number, times = 1): Move {
  return async (world, model) => {
    const { id } = orderIn(model, number);
    const { refundable } = moneyFactsOf(await stored(world, id));
    const body = { amount: partOf(refundable, share), expected_refundable: refundable };
    const answers = await Promise.all(
      Array.from({ length: times }, () => world.api('POST', `/orders/${id}/refunds`, body)),
    );
    for (const { status } of answers) expect([201, 409, 503]).toContain(status);
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(1); // the others decided on old facts
  };
}

function partOf(amount: number, share: number): number {
  return Math.max(1, Math.floor((amount * share) / 100));
}

function statusIn({ body }: ApiAnswer): unknown {
  return (body as { readonly status?: unknown }).status;
}

export function refreshes(number: number): Move {
  return async (world, model) => {
    const answer = await world.api('GET', `/orders/${orderIn(model, number).id}?refresh=true`);
    expect([200, 502, 503]).toContain(answer.status);
  };
}
