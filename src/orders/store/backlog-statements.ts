import { z } from 'zod';
import type { Statement } from '../../postgres/database';
import { reviewReason } from './stored-values';
import { moment, wholeNumber } from '../../postgres/values';

/** Both read no more than the partial index of what they count. */
export const IN_REVIEW: Statement = {
  name: 'orders_in_review',
  text: 'SELECT review_reason AS reason, count(*) AS count FROM orders WHERE review_reason IS NOT NULL GROUP BY review_reason',
};
export const OVERDUE: Statement = {
  name: 'overdue_orders',
  text: `
    SELECT count(*) AS count, min(due_at) AS oldest FROM orders
    WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)`,
};

export const inReviewRow = z
  .object({ reason: reviewReason, count: wholeNumber })
  .transform(({ reason, count }) => [reason, count] as const);
export const overdueRow = z.object({ count: wholeNumber, oldest: moment.nullable() });
