import { Histogram, type Registry } from 'prom-client';
import type { OnCall } from '../../blink/transport/call-observer';

/** As far as a charge waits. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60];

export function blinkMetrics(registry: Registry): OnCall {
  const durations = new Histogram({
    name: 'checkout_blink_call_duration_seconds',
    help: 'Calls to Blink and how long they took, by resource and outcome',
    labelNames: ['resource', 'outcome'] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  return ({ resource, outcome, ms }) => durations.observe({ resource, outcome }, ms / 1_000);
}
