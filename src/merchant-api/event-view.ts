import type { ShopEvent } from '../orders/shop-events';

export function eventView(event: ShopEvent) {
  return {
    id: event.id,
    type: event.type,
    created_at: event.createdAt.toISOString(),
    order_id: event.orderId,
    sequence: event.sequence,
    data: event.data,
  };
}
