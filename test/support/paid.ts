import { SECOND } from '../../src/kernel/clock';
import type { Rig } from './rig';
import { createOrder, FRICTIONLESS, payByCard, type CreatedOrder } from './shopper';

export interface PaidOrder extends CreatedOrder {
  /** Blink's, as the API shows it. */
  readonly transactionId: string;
}

/** An order whose card was charged, and what Blink calls it: paid, or reserved when it is captured later. */
export async function paidOrder(rig: Rig, order: object = {}): Promise<PaidOrder> {
  const created = await createOrder(rig, order);
  await payByCard(rig, created.checkout_url, FRICTIONLESS);
  await rig.settle();
  return { ...created, transactionId: (await orderOf(rig, created.id)).attempts[0].transaction_id };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers as a shop's script would
export async function orderOf(rig: Rig, id: string): Promise<any> {
  return (await rig.api('GET', `/orders/${id}`)).body;
}

export const refund = (rig: Rig, id: string, body: object = {}, headers?: Record<string, string>) =>
  rig.api('POST', `/orders/${id}/refunds`, body, headers);

export const capture = (rig: Rig, id: string, body: object = {}) =>
  rig.api('POST', `/orders/${id}/capture`, body);

export const cancel = (rig: Rig, id: string) => rig.api('POST', `/orders/${id}/cancel`);

/** The types of what happened to an order, oldest first. */
export async function historyOf(rig: Rig, id: string): Promise<readonly string[]> {
  const { body } = await rig.api('GET', `/orders/${id}/history`);
  return (body.data as { readonly type: string }[]).map(({ type }) => type);
}

/** What the shop was told, oldest first. */
export async function eventsOf(rig: Rig, id: string): Promise<readonly string[]> {
  const { body } = await rig.api('GET', `/orders/${id}/events`);
  return (body.data as { readonly type: string }[]).map(({ type }) => type.replace('order.', ''));
}

/** How often Blink was asked for something about a transaction: `refunds`, `cancels`, `captures`, `reruns`. */
export function asked(rig: Rig, what: string): number {
  return rig.sandbox.calls({ method: 'POST', path: `/${what}` }).length;
}

/** Until every notification has arrived and been looked at: one payment is looked at every five seconds at most. */
export async function hear(rig: Rig): Promise<void> {
  for (let looks = 0; looks < 3; looks++) {
    await rig.settle();
    rig.advance(6 * SECOND);
  }
  await rig.settle();
}
