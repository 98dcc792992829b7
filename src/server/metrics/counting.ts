import { collectDefaultMetrics, Registry } from 'prom-client';
import { attemptMetrics } from './attempt-metrics';
import { blinkMetrics } from './blink-metrics';
import { edgeMetrics } from './edge-metrics';
import { noticeMetrics } from './notification-metrics';
import { requestMetrics } from './request-metrics';

/** What is told of everything that is counted as it happens. */
export type Counting = ReturnType<typeof createCounting>;

/** Counts from now on, and measures the process itself: its memory, its CPU, the delay of its event loop. */
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
