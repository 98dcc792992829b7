import { Counter, type Registry } from 'prom-client';
import type { EdgeCounts } from '../../web/edge';
import { LIMIT_OUTCOMES } from '../../web/rate-limits';
import { SHOPPER_LIMITS } from '../../pages/shopper-limits';

export function edgeMetrics(registry: Registry): EdgeCounts {
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
