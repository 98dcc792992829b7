import { createHash } from 'node:crypto';
import type { Entry, OrderChange } from './history';
import type { Order } from './order';
import { statusOf, type OrderStatus } from './status';
import type { OrderSummary } from './order-summary';
import { summaryForEvents } from './summary';

export const ORDER_EVENT_TYPES = [
  'order.paid',
  'order.authorised',
  'order.processing',
  'order.payment_failed',
  'order.refunded',
  'order.reversed',
  'order.cancelled',
  'order.expired',
  'order.needs_review',
] as const;
export type OrderEventType = (typeof ORDER_EVENT_TYPES)[number];

/** The events of repeat payments, a feature above orders that makes them itself and uses the same feed. */
export const REPEAT_PAYMENT_EVENT_TYPES = [
  'repeat_payment.started',
  'repeat_payment.paid',
  'repeat_payment.failed',
  'repeat_payment.refunded',
  'repeat_payment.completed',
  'repeat_payment.cancelled',
  'repeat_payment.card_updated',
  'repeat_payment.needs_review',
] as const;
export type RepeatPaymentEventType = (typeof REPEAT_PAYMENT_EVENT_TYPES)[number];

/** An event for the shop. Written together with the change that it reports. */
export type ShopEvent = OrderEvent | RepeatPaymentEvent;

export interface RepeatPaymentEvent {
  readonly id: string;
  readonly type: RepeatPaymentEventType;
  readonly createdAt: Date;
  readonly orderId: null;
  readonly repeatPaymentId: string;
  /** The payment of the repeat payment, where the event is about one. */
  readonly paymentId: string | null;
  /** Grows within the repeat payment. */
  readonly sequence: number;
  /** The repeat payment as the shop sees it. */
  readonly data: JsonObject;
}

export interface JsonObject {
  readonly [name: string]: Json;
}
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface OrderEvent {
  /** Computed from the order and the entry, so that the same event always has the same id. */
  readonly id: string;
  readonly type: OrderEventType;
  readonly createdAt: Date;
  readonly orderId: string;
  /** Grows within the order: deliveries may arrive in another order than the events happened. */
  readonly sequence: number;
  readonly data: OrderSummary;
}

/** The event for an order's arrival in a status, whatever led there. */
const OF_STATUS: Readonly<Partial<Record<OrderStatus, OrderEventType>>> = {
  paid: 'order.paid',
  authorised: 'order.authorised',
  processing: 'order.processing',
  reversed: 'order.reversed',
};

const MOST_PER_ENTRY = 10;

/** The events of one entry: those of its change, and that of the status it led to. */
export function shopEventsOf(before: Order | null, after: Order, entry: Entry): readonly OrderEvent[] {
  return typesOf(before, after, entry).map((type, index) => ({
    id: eventId(after.id, entry.sequence, index),
    type,
    createdAt: entry.at,
    orderId: after.id,
    sequence: entry.sequence * MOST_PER_ENTRY + index,
    data: summaryForEvents(after),
  }));
}

/** The entry that an event reports, and the history up to it; null when the history does not have it. */
export function changeThatTold(
  { sequence }: Pick<OrderEvent, 'sequence'>,
  history: readonly Entry[],
): { readonly entry: Entry; readonly upTo: readonly Entry[] } | null {
  const index = history.findIndex((entry) => entry.sequence === Math.floor(sequence / MOST_PER_ENTRY));
  const entry = history[index];
  return entry ? { entry, upTo: history.slice(0, index + 1) } : null;
}

function typesOf(before: Order | null, after: Order, { change }: Entry): readonly OrderEventType[] {
  if (!before) return [];
  const [was, is] = [statusOf(before), statusOf(after)];
  const arrival = was === is || isReturnToPaid(was, is) ? undefined : OF_STATUS[is];
  return [
    ...eventsOfChange(before, change),
    ...(isPaymentOver(was, is, change) ? (['order.payment_failed'] as const) : []),
    ...(arrival ? [arrival] : []),
  ];
}

function eventsOfChange(before: Order, change: OrderChange): readonly OrderEventType[] {
  switch (change.type) {
    case 'order_cancelled':
      return ['order.cancelled'];
    case 'order_expired':
      return ['order.expired'];
    case 'refund_succeeded':
      return isOfDuplicate(before, change.refundId) ? [] : ['order.refunded'];
    case 'review_flagged':
      return before.review?.reason === change.reason ? [] : ['order.needs_review'];
    default:
      return [];
  }
}

/**
 * A shop that was sent `processing` is also sent the failure: the payment was refused, abandoned or never sent, and no other payment is made
 * or under way. An authorisation ends without an event when the shop voids it, and with one when the bank ends it.
 */
function isPaymentOver(was: OrderStatus, is: OrderStatus, { type }: OrderChange): boolean {
  const isUnpaid = is === 'open' || is === 'cancelled' || is === 'expired';
  const isAuthorisationOver =
    was === 'authorised' && (type === 'attempt_declined' || type === 'authorisation_ended');
  return isUnpaid && (was === 'processing' || isAuthorisationOver);
}

/** Refunding a duplicate payment leaves the order as paid as it was, so there is no event; its review reports the duplicate. */
function isOfDuplicate({ refunds }: Order, refundId: string): boolean {
  return refunds.some(({ id, kind }) => id === refundId && kind === 'duplicate');
}

/** `paid` is sent when money arrives, not when another payment of the order becomes the one that pays it. */
function isReturnToPaid(was: OrderStatus, is: OrderStatus): boolean {
  return is === 'paid' && (was === 'refunded' || was === 'partially_refunded');
}

function eventId(orderId: string, sequence: number, index: number): string {
  const digest = createHash('sha256').update(`${orderId}/${sequence}/${index}`).digest('base64url');
  return `evt_${digest.slice(0, 22)}`;
}
