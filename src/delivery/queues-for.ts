import type { QueuesFor } from '../ledger/outbox-statement';
import type { Queue } from './deliveries';
import { EMAIL_TYPES } from './emails/emails';

/**
 * Every event goes to the shop, and to the customer those that a letter is written about.
 * @param queues those that somebody delivers from
 */
export function queuesFor(queues: readonly Queue[]): QueuesFor {
  const letterTypes: readonly string[] = EMAIL_TYPES;
  return ({ type }) => queues.filter((queue) => queue === 'shop' || letterTypes.includes(type));
}
