import type { AttemptTransition, OrderChange, RefundChange, AuthorisationChange } from './history';

export interface TimeDecision {
  readonly at: Date;
  readonly change:
    AttemptTransition | AuthorisationChange | RefundChange | Extract<OrderChange, { type: 'review_flagged' }>;
}
