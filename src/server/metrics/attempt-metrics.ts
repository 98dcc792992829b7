import { Counter, type Registry } from 'prom-client';
import { ATTEMPT_STATUSES } from '../../orders/domain/order';
import type { Listener } from '../../orders/store/telling-store';
import { transitionOf } from '../../orders/domain/transitions';
import { PAYMENT_METHODS } from '../../payments/methods';

/** Every move of an attempt, counted where it was written. */
export function attemptMetrics(registry: Registry): Listener {
  const moves = new Counter({
    name: 'checkout_attempt_moves_total',
    help: 'Attempts to pay that came into a state, by way to pay',
    labelNames: ['payment_method', 'state'] as const,
    registers: [registry],
  });
  for (const method of PAYMENT_METHODS)
    for (const state of ATTEMPT_STATUSES) moves.inc({ payment_method: method, state }, 0);
  return ({ order, entries }) => {
    for (const { change } of entries) {
      const move = transitionOf(change);
      const attempt = order.attempts.find(({ id }) => id === move?.attemptId);
      if (move && attempt) moves.inc({ payment_method: attempt.method, state: move.status });
    }
  };
}
