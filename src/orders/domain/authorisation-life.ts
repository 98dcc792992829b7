import { DAY, later } from '../../kernel/clock';
import type { Order } from './order';
import { type PaymentMethod, isByCard } from '../../payments/methods';

/** How long Blink, by its own word, keeps an authorisation that the shop is to capture. */
const LIFE_DAYS = 30;
/** When Blink has not captured a delayed payment this long after its day, it will not. */
const OVERDUE_DAYS = 7;

/** However the order is to be captured, no authorisation lives longer. */
export const LONGEST_AUTHORISATION_DAYS = LIFE_DAYS + OVERDUE_DAYS;

/** Whether payments by this method can be authorised first and captured later; bank payments are collected at once. */
export function canBeAuthorised(method: PaymentMethod): boolean {
  return isByCard(method);
}

/**
 * Whether the order asked for an authorisation. Where it did not, Blink captures an accepted payment by itself, and there is nothing to
 * capture or to void.
 */
export function isToBeAuthorised({ capture }: Pick<Order, 'capture'>, method: PaymentMethod): boolean {
  return capture !== 'automatic' && canBeAuthorised(method);
}

/** When an authorisation that was neither captured nor voided expires. Blink does not always report it. */
export function authorisationEndsAt({ capture }: Order, authorisedAt: Date): Date {
  const days = typeof capture === 'object' ? capture.delayDays + OVERDUE_DAYS : LIFE_DAYS;
  return later(authorisedAt, days * DAY);
}
