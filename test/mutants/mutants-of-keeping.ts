import type { Mutant } from './mutant';

/** What is delivered, counted and forgotten, where everything is kept in the database. */
export const MUTANTS_OF_KEEPING: readonly Mutant[] = [
  {
    name: 'a delivery is written apart from its event: only those that this process hears of',
    file: 'migrations/0005-outbox.sql',
    search: 'CREATE TRIGGER fill_outbox AFTER INSERT ON shop_events',
    replace: 'CREATE TRIGGER fill_outbox AFTER INSERT ON letter_types',
    tests: ['test/outbox/postgres-deliveries'],
  },
  {
    name: 'a delivery is given to several at once',
    file: 'src/outbox/postgres-deliveries.ts',
    search: 'UPDATE outbox SET due_at = $4 FROM due',
    replace: 'UPDATE outbox SET due_at = least(due_at, $4) FROM due',
    tests: ['test/outbox/postgres-deliveries'],
  },
  {
    name: 'the end of an earlier delivery ends one that was asked for since',
    file: 'src/outbox/postgres-deliveries.ts',
    search: 'DELETE FROM outbox WHERE queue = $1 AND event_id = $2 AND ticket = $3',
    replace: 'DELETE FROM outbox WHERE queue = $1 AND event_id = $2 AND ticket >= $3::bigint - $3::bigint',
    tests: ['test/outbox/postgres-deliveries'],
  },
  {
    name: 'orders are forgotten that are not over',
    file: 'src/orders/postgres-erasure.ts',
    search: 'if (isFinal(order)) yield order;',
    replace: 'yield order;',
    tests: ['test/forgetting/forgetting'],
  },
  {
    name: 'orders are forgotten that are still looked at',
    file: 'src/orders/postgres-erasure.ts',
    search: 'AND due_at IS NULL AND latest.change',
    replace: 'AND latest.change',
    tests: ['test/forgetting/forgetting'],
  },
  {
    name: 'an order is forgotten over a change that came first',
    file: 'src/orders/postgres-erasure.ts',
    search: 'WHERE id = $1 AND version = $2 - 1 AND',
    replace: 'WHERE id = $1 AND $2 > 0 AND',
    tests: ['test/forgetting/forgetting'],
  },
  {
    name: 'the customer who paid stays in the history when the order is forgotten',
    file: 'src/orders/personal-data.ts',
    search: 'return { ...change, customer: NOBODY };',
    replace: 'return change;',
    tests: ['test/orders/personal-data', 'test/forgetting/forgetting'],
  },
  {
    name: 'who erases may rewrite amounts',
    file: 'migrations/0006-rate-limits-and-erasure.sql',
    search: 'AND books_of(to_jsonb(NEW)) = books_of(to_jsonb(OLD)) THEN',
    replace: 'THEN',
    tests: ['test/orders/postgres-rules'],
  },
  {
    name: 'each process counts callers for itself although it could ask the database',
    file: 'src/http/shared-rate-limits.ts',
    search: 'limiter: new RateLimiterPostgres({',
    replace: 'limiter: new RateLimiterMemory({',
    tests: ['test/http/shared-rate-limits'],
  },
];
