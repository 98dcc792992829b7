import type { AttemptMove, OrderChange, RefundChange, ReservationChange } from './history';

export interface TimeDecision {
  readonly at: Date;
  readonly change:
    AttemptMove | ReservationChange | RefundChange | Extract<OrderChange, { type: 'review_flagged' }>;
}
