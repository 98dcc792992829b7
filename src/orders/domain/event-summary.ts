import type { OrderEvent, RepeatPaymentEvent, ShopEvent } from './events';

/** An event as the shop sees it, in the API and in deliveries. */
export function eventSummary(event: ShopEvent) {
  return event.orderId === null ? repeatPaymentEventSummary(event) : orderEventSummary(event);
}

function orderEventSummary(event: OrderEvent) {
  return {
    id: event.id,
    type: event.type,
    created_at: event.createdAt.toISOString(),
    order_id: event.orderId,
    sequence: event.sequence,
    data: event.data,
  };
}

function repeatPaymentEventSummary(event: RepeatPaymentEvent) {
  return {
    id: event.id,
    type: event.type,
    created_at: event.createdAt.toISOString(),
    order_id: event.orderId,
    repeat_payment_id: event.repeatPaymentId,
    payment_id: event.paymentId,
    sequence: event.sequence,
    data: event.data,
  };
}
