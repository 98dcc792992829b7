import type { Dependencies } from '../services';
import { ACCOUNT_STATES } from '../health/account-check';
import { createMetricsPage, type MetricsPage } from './metrics-page';
import type { Database } from '../../postgres/database';
import { REVIEW_REASONS } from '../../repeat-payments/domain/repeat-payment';

/** Null when nothing is counted. */
export function metricsPageOf(dependencies: Dependencies, database: Database | null): MetricsPage | null {
  const { counting, clock, readiness, account, payments, repeatPayments, inbox, merchantEvents, letters } =
    dependencies;
  if (!counting) return null;
  const now = () => clock.now();
  const sources = {
    readiness,
    account: { states: ACCOUNT_STATES, now: () => account.now().state },
    orders: () => payments.orders.standing(now()),
    repeatPayments: { reasons: REVIEW_REASONS, standing: () => repeatPayments.store.standing(now()) },
    notifications: () => inbox.backlog(),
    events: merchantEvents && (() => merchantEvents.backlog()),
    letters: letters && (() => letters.backlog()),
    connections: database && (() => database.connections()),
  };
  return createMetricsPage(counting.registry, sources, now);
}
