import type { Registry } from 'prom-client';
import type { Sources } from './backlog-stats';
import { backlogGauges } from './gauges';

/** All metrics, in the format that Prometheus reads. */
export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

/** However many readers ask at once, the sources are asked once. */
export function createMetricsPage(registry: Registry, sources: Sources, now: () => Date): MetricsPage {
  const refresh = backlogGauges(registry, sources, now);
  let underWay: Promise<string> | null = null;
  const write = async (): Promise<string> => {
    await refresh();
    return registry.metrics();
  };
  return {
    contentType: registry.contentType,
    text: () => {
      underWay ??= write().finally(() => {
        underWay = null;
      });
      return underWay;
    },
  };
}
