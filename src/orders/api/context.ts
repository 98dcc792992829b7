import type { Order } from '../domain/order';
import type { ShopEvent } from '../domain/events';
import { OrderNotFound } from '../store/store';
import type { Payments } from '../use-cases/payments';

/** What the API's calls work with. */
export interface ApiContext {
  readonly payments: Payments;
  /** The origin that customers reach us by. */
  readonly publicUrl: string;
  /** Where `success_url` and `cancel_url` may point to. */
  readonly shopOrigins: readonly string[];
  /** Sends events to the shop once more; null when it is sent none. Resolves when that is kept. */
  readonly redeliver: ((events: readonly ShopEvent[]) => Promise<void>) | null;
}

/** @throws OrderNotFound */
export async function keptOrder({ orders }: Payments, orderId: string): Promise<Order> {
  const order = await orders.find(orderId);
  if (!order) throw new OrderNotFound();
  return order;
}
