import { collectDefaultMetrics, Registry, Counter, Histogram } from 'prom-client';
import type { Listener } from '../../ledger/listeners';
import type { OrderChange } from '../../orders/domain/history';
import { ATTEMPT_STATUSES, type Order } from '../../orders/domain/order';
import { transitionOf } from '../../orders/domain/transitions';
import { PAYMENT_METHODS } from '../../payments/methods';
import type { OnCall } from '../../blink/transport/call-observer';
import type { EdgeCounts } from '../../web/edge';
import { LIMIT_OUTCOMES } from '../../web/rate-limits';
import { SHOPPER_LIMITS } from '../../pages/shopper-limits';
import type { OnRequest } from '../../web/request-log';

/** The listeners that count things as they happen. */
export type Counting = ReturnType<typeof createCounting>;

/** Starts to count, and measures the process itself: its memory, its CPU, the delay of its event loop. */
export function createCounting() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    onRequest: requestMetrics(registry),
    edge: edgeMetrics(registry),
    onCall: blinkMetrics(registry),
    onWritten: attemptMetrics(registry),
    onNotice: noticeMetrics(registry),
  };
}

/** Counts every transition of an attempt, in the process that wrote it. */
function attemptMetrics(registry: Registry): Listener<Order, OrderChange, unknown> {
  const transitions = new Counter({
    name: 'checkout_attempt_moves_total',
    help: 'Attempts to pay that came into a state, by way to pay',
    labelNames: ['payment_method', 'state'] as const,
    registers: [registry],
  });
  for (const method of PAYMENT_METHODS)
    for (const state of ATTEMPT_STATUSES) transitions.inc({ payment_method: method, state }, 0);
  return ({ state: order, lines }) => {
    for (const { change } of lines) {
      const transition = transitionOf(change);
      const attempt = order.attempts.find(({ id }) => id === transition?.attemptId);
      if (transition && attempt)
        transitions.inc({ payment_method: attempt.method, state: transition.status });
    }
  };
}

/** The buckets end at the longest time that a charge waits. */
const SECONDS_OF_CALLS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60];

function blinkMetrics(registry: Registry): OnCall {
  const durations = new Histogram({
    name: 'checkout_blink_call_duration_seconds',
    help: 'Calls to Blink and how long they took, by resource and outcome',
    labelNames: ['resource', 'outcome'] as const,
    buckets: SECONDS_OF_CALLS,
    registers: [registry],
  });
  return ({ resource, outcome, ms }) => durations.observe({ resource, outcome }, ms / 1_000);
}

function edgeMetrics(registry: Registry): EdgeCounts {
  const limits = new Counter({
    name: 'checkout_beyond_limit_total',
    help: 'Requests beyond a limit: refused, let through since their address is a proxy, or only alerted about',
    labelNames: ['limit', 'outcome'] as const,
    registers: [registry],
  });
  for (const limit of SHOPPER_LIMITS) for (const outcome of LIMIT_OUTCOMES) limits.inc({ limit, outcome }, 0); // so that the first of a kind is seen as an increase
  const unheard = new Counter({
    name: 'checkout_unheard_proxy_total',
    help: 'Requests with an X-Forwarded-For that TRUST_PROXY does not let us believe',
    registers: [registry],
  });
  return {
    onLimit: (limit, outcome) => limits.inc({ limit, outcome }),
    onUnheardProxy: () => unheard.inc(),
  };
}

const FATES = ['refused', 'received', 'not_kept', 'left_out', 'worked_off', 'put_off', 'given_up'] as const;

function noticeMetrics(registry: Registry): (fate: (typeof FATES)[number]) => void {
  const notices = new Counter({
    name: 'checkout_notifications_total',
    help: 'What became of notifications from Blink: one that was received is counted again when it was looked into',
    labelNames: ['fate'] as const,
    registers: [registry],
  });
  for (const fate of FATES) notices.inc({ fate }, 0); // so that the first of a kind is seen as an increase
  return (fate) => notices.inc({ fate });
}

/** Other methods can be sent too, by anybody; they share one name. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

/** The bank answers a charge, so the buckets end at the longest time that a bank takes. */
const SECONDS_OF_REQUESTS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60];

function requestMetrics(registry: Registry): OnRequest {
  const durations = new Histogram({
    name: 'checkout_http_request_duration_seconds',
    help: 'Requests and how long they took, by the pattern of their route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS_OF_REQUESTS,
    registers: [registry],
  });
  return ({ method, route, status, isComplete, ms }) => {
    const labels = {
      method: METHODS.has(method) ? method : 'other',
      route: route ?? 'none',
      status: isComplete ? String(status) : 'left',
    };
    durations.observe(labels, ms / 1_000);
  };
}
