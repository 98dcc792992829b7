import { replay } from '../../orders/domain/evolve';
import type { Entry } from '../../orders/domain/history';
import type { Order } from '../../orders/domain/order';
import { changeThatTold, type RepeatPaymentEvent, type ShopEvent } from '../../orders/domain/events';
import type { OrderStore } from '../../orders/store/store';
import { DEFAULT_LOCALE, textsIn, type Texts } from '../../pages/texts/texts';
import { failedPaymentEmail, type FailedPayment } from './failed-payment';
import type { EmailContent, Merchant } from './email';
import { paymentReceipt, refundReceipt } from './receipt';

/** What a customer is told, and where. */
export interface Email {
  /** As the order or the repeat payment has it. */
  readonly to: string;
  readonly content: EmailContent;
}

/** @returns null when there is nobody to write to, or nothing to write any more */
export type WriteEmail = (event: ShopEvent) => Promise<Email | null>;

/** The types of events that go into the customer's queue. Release 0.3.0 reads the same from `letter_types`. */
export const EMAIL_TYPES = [
  'order.paid',
  'order.refunded',
  'repeat_payment.failed',
] as const satisfies readonly ShopEvent['type'][];
type LetterType = (typeof EMAIL_TYPES)[number];

/** Which letter is written about which type of event: there is one for each that waits in the customer's queue. */
export type Emails = Readonly<Record<LetterType, WriteEmail>> &
  Readonly<Partial<Record<ShopEvent['type'], WriteEmail>>>;

/**
 * A receipt for each payment and for each refund. A second payment that is refunded is told by neither event, so it gets none.
 * Only the event waits: what a letter says is read from the order when it is sent, as the order was when the event happened, and goes
 * to the address that the order has by then.
 */
export function receiptEmails(
  orders: Pick<OrderStore, 'find' | 'history'>,
  merchant: Merchant,
): Pick<Emails, 'order.paid' | 'order.refunded'> {
  const about =
    (write: (texts: Texts, order: Order, told: Entry) => EmailContent | null): WriteEmail =>
    async (event) => {
      if (event.orderId === null) return null;
      const order = await orders.find(event.orderId);
      const to = order?.customer.email;
      if (!order || !to) return null;
      const told = changeThatTold(event, await orders.history(event.orderId));
      const asTold = told && replay(told.upTo);
      const content = asTold && write(textsIn(DEFAULT_LOCALE), asTold, told.entry);
      return content && { to, content };
    };
  return {
    'order.paid': about((texts, order) => paymentReceipt(texts, order, merchant)),
    'order.refunded': about((texts, order, { change, at }) => {
      const refund =
        change.type === 'refund_succeeded' && order.refunds.find(({ id }) => id === change.refundId);
      return refund ? refundReceipt(texts, order, refund, at, merchant) : null;
    }),
  };
}

/** What a repeat payment says of a payment that failed; null when there is nothing to tell any more. */
export type ReadFailedPayment = (event: RepeatPaymentEvent) => Promise<FailedPayment | null>;

/** One letter for each payment of a plan that the bank did not make, with the way to another card. */
export function failedPaymentEmails(
  read: ReadFailedPayment,
  merchant: Merchant,
): Pick<Emails, 'repeat_payment.failed'> {
  return {
    'repeat_payment.failed': async (event) => {
      const failed = event.orderId === null ? await read(event) : null;
      const to = failed?.email;
      if (!failed || !to) return null;
      return { to, content: failedPaymentEmail(textsIn(DEFAULT_LOCALE), failed, merchant) };
    },
  };
}
