import { MINUTE } from '../../kernel/clock';
import { Outbox, type Bringing } from '../outbox';
import { tryDelivery, type Delivering } from './try-delivery';

/** A shop that answers slowly is not sent more at once than this. */
const MOST_AT_ONCE = 20;
/** A POST takes a quarter of it. */
const LEASE_MS = MINUTE;

/** Delivers every event to the shop, by a POST of its own. */
export function createWebhookOutbox(delivering: Delivering & Bringing): Outbox {
  return new Outbox({
    ...delivering,
    queue: 'shop',
    mostAtOnce: MOST_AT_ONCE,
    leaseMs: LEASE_MS,
    isWanted: () => true,
    deliver: (delivery) => tryDelivery(delivering, delivery),
  });
}
