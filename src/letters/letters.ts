import type { Entry } from '../orders/history';
import type { Order } from '../orders/order';
import { outcomeOf } from '../orders/outcome';
import { changeThatTold, type ShopEvent } from '../orders/shop-events';
import type { OrderStore } from '../orders/store';
import { mailAddressFrom } from './mail-address';
import type { LetterContent, Merchant } from './letter';
import { paymentReceipt, refundReceipt } from './receipt';

/** What a customer is told, and where. */
export interface Letter {
  readonly to: string;
  readonly content: LetterContent;
}

/** @returns null when there is nobody to write to, or nothing to write any more */
export type WriteLetter = (event: ShopEvent) => Promise<Letter | null>;

/** Which letter is written about which type of event. */
export type Letters = Readonly<Partial<Record<ShopEvent['type'], WriteLetter>>>;

/** The types that `migrations/0005-outbox.sql` puts into the customer's queue. */
export const LETTER_TYPES = ['order.paid', 'order.refunded'] as const satisfies readonly ShopEvent['type'][];

/**
 * A receipt for each payment and for each refund. A second payment that is given back is told by neither event, so it gets none.
 * Only the event waits: what a letter says is read from the order when it is sent, as the order was when the event happened, and goes
 * to the address that the order has by then.
 */
export function receiptLetters(
  orders: Pick<OrderStore, 'find' | 'history'>,
  merchant: Merchant,
): Required<Pick<Letters, (typeof LETTER_TYPES)[number]>> {
  const about =
    (write: (order: Order, told: Entry) => LetterContent | null): WriteLetter =>
    async (event) => {
      if (event.orderId === null) return null;
      const order = await orders.find(event.orderId);
      const to = mailAddressFrom(order?.customer.email ?? null);
      if (!to) return null;
      const told = changeThatTold(event, await orders.history(event.orderId));
      const content = told && write(outcomeOf(null, told.upTo).order, told.entry);
      return content && { to, content };
    };
  return {
    'order.paid': about((order) => paymentReceipt(order, merchant)),
    'order.refunded': about((order, { change, at }) => {
      const refund =
        change.type === 'refund_succeeded' && order.refunds.find(({ id }) => id === change.refundId);
      return refund ? refundReceipt(order, refund, at, merchant) : null;
    }),
  };
}
