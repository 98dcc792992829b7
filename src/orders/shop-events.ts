import { createHash } from 'node:crypto';
import type { Entry } from './history';
import type { Order } from './order';
import { statusOf, type OrderStatus } from './status';
import { summaryOf, type OrderSummary } from './summary';

export type ShopEventType =
  | 'order.paid'
  | 'order.authorised'
  | 'order.processing'
  | 'order.payment_failed'
  | 'order.refunded'
  | 'order.reversed'
  | 'order.cancelled'
  | 'order.expired'
  | 'order.needs_review';

/** Something the shop is told. Written together with the change it tells of. */
export interface ShopEvent {
  /** The same for the same event of the same order, however often it is computed. */
  readonly id: string;
  readonly type: ShopEventType;
  readonly createdAt: Date;
  readonly orderId: string;
  /** Within the order, growing: deliveries may arrive in another order than things happened. */
  readonly sequence: number;
  readonly data: OrderSummary;
}

const OF_STATUS: Readonly<Partial<Record<OrderStatus, ShopEventType>>> = {
  paid: 'order.paid',
  authorised: 'order.authorised',
  processing: 'order.processing',
  reversed: 'order.reversed',
  cancelled: 'order.cancelled',
  expired: 'order.expired',
};

/** What the shop is told of one entry: what its change says by itself, and the status it led to. */
export function shopEventsOf(before: Order | null, after: Order, entry: Entry): readonly ShopEvent[] {
  const types = [...(before ? toldByChange(before, entry) : []), ...toldByStatus(before, after)];
  return types.map((type, index) => ({
    id: eventId(after.id, entry.sequence, index),
    type,
    createdAt: entry.at,
    orderId: after.id,
    sequence: entry.sequence * 10 + index,
    data: summaryOf(after),
  }));
}

function toldByChange(before: Order, { change }: Entry): readonly ShopEventType[] {
  switch (change.type) {
    case 'attempt_declined':
      return ['order.payment_failed'];
    case 'refund_succeeded':
      return ['order.refunded'];
    case 'review_flagged':
      return before.review?.reason === change.reason ? [] : ['order.needs_review'];
    default:
      return [];
  }
}

function toldByStatus(before: Order | null, after: Order): readonly ShopEventType[] {
  const status = statusOf(after);
  const type = OF_STATUS[status];
  const isNews = !before || statusOf(before) !== status;
  return type && isNews && !isReturnToPaid(before, status) ? [type] : [];
}

/** `paid` is told when money comes, not when a refund that had been counted turns out not to have happened. */
function isReturnToPaid(before: Order | null, status: OrderStatus): boolean {
  return (
    before !== null && status === 'paid' && ['refunded', 'partially_refunded'].includes(statusOf(before))
  );
}

function eventId(orderId: string, sequence: number, index: number): string {
  const digest = createHash('sha256').update(`${orderId}/${sequence}/${index}`).digest('base64url');
  return `evt_${digest.slice(0, 22)}`;
}
