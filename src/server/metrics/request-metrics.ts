import { Histogram, type Registry } from 'prom-client';
import type { OnRequest } from '../../web/request-log';

/** Others can be sent too, by anybody; they share one name. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

/** A charge is answered by the bank, so the longest are as long as its patience. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60];

export function requestMetrics(registry: Registry): OnRequest {
  const durations = new Histogram({
    name: 'checkout_http_request_duration_seconds',
    help: 'Requests and how long they took, by the pattern of their route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
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
