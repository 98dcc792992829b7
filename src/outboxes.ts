import type { Clock, Timers } from './clock';
import type { Config } from './config';
import { createLetters } from './letters/create-letters';
import { failedPaymentLetters, receiptLetters } from './letters/letters';
import type { Logger } from './logger';
import { createMerchantEvents } from './merchant-events/create-merchant-events';
import { createSign } from './merchant-events/signature';
import type { Database } from './orders/database';
import type { OrderStore } from './orders/store';
import type { Deliveries, Queue } from './outbox/deliveries';
import { MemoryDeliveries } from './outbox/memory-deliveries';
import type { Outbox } from './outbox/outbox';
import { PostgresDeliveries } from './outbox/postgres-deliveries';
import { readFailedPayment } from './repeat-payments/failed-payment';
import type { RepeatPaymentStore } from './repeat-payments/schedule/store';

export interface Outboxes {
  /** Null: the shop is sent no events. */
  readonly merchantEvents: Outbox | null;
  /** Null: no e-mail is sent. */
  readonly letters: Outbox | null;
}

/** What events wait for under this configuration. */
export function queuesOf({ merchantEvents, mail }: Config): readonly Queue[] {
  return [...(merchantEvents ? ['shop' as const] : []), ...(mail ? ['customer' as const] : [])];
}

/** @param database null: what waits, waits in memory */
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
      createMerchantEvents({
        ...given,
        url: shop.url,
        sign: createSign(shop.secrets),
        deliveries: deliveriesIn('shop'),
        random: Math.random,
      }),
    letters:
      mail &&
      createLetters(
        { ...mail, testMode: testMode !== null },
        {
          ...given,
          letters: {
            ...receiptLetters(orders, brand),
            ...failedPaymentLetters(readFailedPayment(repeatPayments, publicUrl), brand),
          },
          deliveries: deliveriesIn('customer'),
        },
      ),
  };
}
