import { DAY, later } from '../../kernel/clock';
import type { Order } from './order';
import { type PaymentMethod, isByCard } from '../../payments/methods';

/** The longest that money is kept reserved for the shop to take, by Blink's own word. */
const KEPT_DAYS = 30;
/** When Blink has not taken a delayed capture so long after its day, it will not. */
const OVERDUE_DAYS = 7;

/** However the order is to be captured, no reservation lives longer. */
export const LONGEST_AUTHORISATION_DAYS = KEPT_DAYS + OVERDUE_DAYS;

/** Whether the money of this method can be reserved first and taken later; bank payments move at once. */
export function canBeAuthorised(method: PaymentMethod): boolean {
  return isByCard(method);
}

/** Whether the order asked for that. Where it did not, Blink takes what it has accepted by itself, and there is nothing to capture or to let go. */
export function isToBeAuthorised({ capture }: Pick<Order, 'capture'>, method: PaymentMethod): boolean {
  return capture !== 'automatic' && canBeAuthorised(method);
}

/** When a reservation is over that was neither taken nor let go: Blink need not tell anybody. */
export function authorisationEndsAt({ capture }: Order, authorisedAt: Date): Date {
  const days = typeof capture === 'object' ? capture.delayDays + OVERDUE_DAYS : KEPT_DAYS;
  return later(authorisedAt, days * DAY);
}
