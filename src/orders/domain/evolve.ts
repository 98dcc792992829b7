import { besideAmendedOrder, evolveAttempt, openedAttempt } from './evolve-attempt';
import { evolveRefund } from './evolve-refund';
import { excessAfterRefund } from './evolve-excess';
import type { Entry, NewOrder, OrderChange } from './history';
import type { Attempt, Order } from './order';
import { orderWithoutPersonalData } from './personal-data';
import { reviewedState } from './settled-reviews';

/**
 * The order after one more entry of its history.
 * @param order null only before the first entry, which must be `order_created`
 * @throws IllegalTransition, Error when the entry does not follow from the order
 */
export function evolve(order: Order | null, entry: Entry): Order {
  if (!order) return firstVersion(entry);
  if (entry.sequence !== order.version + 1) throw new Error('A history entry is missing or came twice');
  return { ...order, ...changed(order, entry.change, entry.at), version: entry.sequence };
}

/** The order's present state, computed from its history alone. */
export function replay(history: readonly Entry[]): Order | null {
  return history.reduce<Order | null>(evolve, null);
}

function firstVersion(entry: Entry): Order {
  if (entry.change.type !== 'order_created' || entry.sequence !== 1)
    throw new Error('A history starts with the creation of its order');
  return { ...created(entry.change.order, entry.at), version: entry.sequence };
}

function created(order: NewOrder, at: Date): Omit<Order, 'version'> {
  return {
    ...order,
    createdAt: at,
    closed: null,
    attempts: [],
    refunds: [],
    review: null,
    settledReviews: [],
  };
}

function changed(order: Order, change: OrderChange, at: Date): Partial<Order> {
  switch (change.type) {
    case 'order_created':
      throw new Error('An order is created once');
    case 'order_amended':
      return {
        ...withoutUndefined(change.amendment),
        attempts: order.attempts.map((each) => besideAmendedOrder(each, change.amendment.amount)),
      };
    case 'order_cancelled':
      return { closed: { as: 'cancelled', at } };
    case 'order_expired':
      return { closed: { as: 'expired', at } };
    case 'personal_data_erased':
      return orderWithoutPersonalData(order);
    case 'review_flagged':
      return { review: { reason: change.reason, at } };
    case 'review_closed':
      return { review: null, settledReviews: settledBy(order, change.resolution) };
    case 'refund_claimed':
    case 'refund_succeeded':
    case 'refund_failed':
    case 'refund_withdrawn':
    case 'refund_unknown':
      return { refunds: evolveRefund(order, change, at), attempts: excessAfterRefund(order, change) };
    case 'attempt_opened':
      if (order.attempts.some(({ id }) => id === change.attemptId))
        throw new Error('An attempt is opened once');
      return { attempts: [...order.attempts, openedAttempt(change, at)] };
    case 'charge_claimed':
      return {
        attempts: withAttempt(order, change.attemptId, (attempt) => evolveAttempt(attempt, change, at)),
        customer: change.customer,
      };
    default:
      return {
        attempts: withAttempt(order, change.attemptId, (attempt) => evolveAttempt(attempt, change, at)),
      };
  }
}

function withAttempt(
  order: Order,
  attemptId: string,
  change: (attempt: Attempt) => Attempt,
): readonly Attempt[] {
  if (!order.attempts.some((attempt) => attempt.id === attemptId))
    throw new Error('The order has no such attempt');
  return order.attempts.map((attempt) => (attempt.id === attemptId ? change(attempt) : attempt));
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

function withoutUndefined<T extends object>(values: T): Partial<Defined<T>>;
function withoutUndefined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** A review that ended by itself was settled by no human, so it is not added. */
function settledBy(order: Order, resolution: string): readonly string[] {
  if (!order.review || resolution === 'settled') return order.settledReviews;
  return [...order.settledReviews, reviewedState(order, order.review.reason)];
}
