import type { Backlog } from '../../queue/backlog';
import type { ReviewReason } from '../domain/order';

/** How the orders stand as a whole, for whoever runs the service. */
export interface Standing {
  /** How many orders a human should look at, by reason; a reason without any is left out. */
  readonly inReview: ReadonlyMap<ReviewReason, number>;
  /** Orders whose time to be looked at has come and that nobody looks at yet. */
  readonly overdue: Backlog;
}
