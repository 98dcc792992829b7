import type { Clock, Timers } from '../kernel/clock';
import type { Config } from './config/config';
import { createEmailOutbox } from '../delivery/emails/create-emails';
import { failedPaymentEmails, receiptEmails } from '../delivery/emails/emails';
import type { Logger } from './log/logger';
import { createWebhookOutbox } from '../delivery/webhooks/create-webhooks';
import { createSign } from '../delivery/webhooks/signature';
import type { Database } from '../postgres/database';
import type { OrderStore } from '../orders/store/store';
import type { Deliveries, Queue } from '../delivery/deliveries';
import { MemoryDeliveries } from '../delivery/memory-deliveries';
import type { Outbox } from '../delivery/outbox';
import { PostgresDeliveries } from '../delivery/postgres-deliveries';
import { readFailedPayment } from '../delivery/emails/read-failed-payment';
import type { RepeatPaymentStore } from '../repeat-payments/store/store';

export interface Outboxes {
  /** Null when the shop is sent no events. */
  readonly merchantEvents: Outbox | null;
  /** Null when no email is sent. */
  readonly letters: Outbox | null;
}

/** The queues that events are put into under this configuration. */
export function queuesOf({ merchantEvents, mail }: Config): readonly Queue[] {
  return [...(merchantEvents ? ['shop' as const] : []), ...(mail ? ['customer' as const] : [])];
}

/** @param database null when deliveries wait in memory */
export function outboxesOf(
  { merchantEvents: shop, mail, brand, publicUrl, testMode }: Config,
  { orders, repeatPayments }: { readonly orders: OrderStore; readonly repeatPayments: RepeatPaymentStore },
  database: Database | null,
  given: { readonly clock: Clock; readonly timers: Timers; readonly log: Logger },
): Outboxes {
  const deliveriesIn = (queue: Queue): Deliveries =>
    database ? new PostgresDeliveries(database, queue, given.log) : new MemoryDeliveries(given.log);
  return {
    merchantEvents:
      shop &&
      createWebhookOutbox({
        ...given,
        url: shop.url,
        sign: createSign(shop.secrets),
        deliveries: deliveriesIn('shop'),
        random: Math.random,
      }),
    letters:
      mail &&
      createEmailOutbox(
        { ...mail, testMode: testMode !== null },
        {
          ...given,
          letters: {
            ...receiptEmails(orders, brand),
            ...failedPaymentEmails(readFailedPayment(repeatPayments, publicUrl), brand),
          },
          deliveries: deliveriesIn('customer'),
        },
      ),
  };
}
