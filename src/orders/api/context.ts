import type { Order } from '../domain/order';
import type { ShopEvent } from '../domain/events';
import { OrderNotFound } from '../store/store';
import type { Payments } from '../use-cases/payments';

/** The dependencies of the API's calls. */
export interface ApiContext {
  readonly payments: Payments;
  /** The origin by which customers reach us. */
  readonly publicUrl: string;
  /** Where `success_url` and `cancel_url` may point to. */
  readonly shopOrigins: readonly string[];
  /** Sends events to the shop once more; null when the shop is sent none. Resolves when the deliveries are stored. */
  readonly redeliver: ((events: readonly ShopEvent[]) => Promise<void>) | null;
}

/** @throws OrderNotFound */
export async function keptOrder({ orders }: Payments, orderId: string): Promise<Order> {
  const order = await orders.find(orderId);
  if (!order) throw new OrderNotFound();
  return order;
}
