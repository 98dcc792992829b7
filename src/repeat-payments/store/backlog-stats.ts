import type { Backlog } from '../../queue/backlog';
import type { ReviewReason } from '../domain/repeat-payment';

/** How the repeat payments stand as a whole, for whoever runs the service. */
export interface Standing {
  /** How many a human should look at, by reason; a reason without any is left out. */
  readonly inReview: ReadonlyMap<ReviewReason, number>;
  /** Those whose time to be looked at has come and that nobody looks at yet. */
  readonly overdue: Backlog;
  /** Those that a notification told to look at, until a look has answered it. */
  readonly asked: Backlog;
}
