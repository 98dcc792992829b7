import { Counter, type Registry } from 'prom-client';

const FATES = ['refused', 'received', 'not_kept', 'left_out', 'worked_off', 'put_off', 'given_up'] as const;

export function noticeMetrics(registry: Registry): (fate: (typeof FATES)[number]) => void {
  const notices = new Counter({
    name: 'checkout_notifications_total',
    help: 'What became of notifications from Blink: one that was received is counted again when it was looked into',
    labelNames: ['fate'] as const,
    registers: [registry],
  });
  for (const fate of FATES) notices.inc({ fate }, 0); // so that the first of a kind is seen as an increase
  return (fate) => notices.inc({ fate });
}
