import { z } from 'zod';
import type { Statement } from '../../postgres/database';
import { reviewReason } from './stored-values';
import { moment, wholeNumber } from '../../postgres/values';

/** Each reads no more than the partial index of what it counts. */
export const IN_REVIEW: Statement = {
  name: 'repeat_payments_in_review',
  text: `
    SELECT review_reason AS reason, count(*) AS count FROM repeat_payments
    WHERE review_reason IS NOT NULL GROUP BY review_reason`,
};
export const OVERDUE: Statement = {
  name: 'overdue_repeat_payments',
  text: `
    SELECT count(*) AS count, min(due_at) AS oldest FROM repeat_payments
    WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)`,
};
export const ASKED: Statement = {
  name: 'asked_repeat_payments',
  text: 'SELECT count(*) AS count, min(asked_at) AS oldest FROM repeat_payments WHERE asks > answered',
};

export const inReviewRow = z
  .object({ reason: reviewReason, count: wholeNumber })
  .transform(({ reason, count }) => [reason, count] as const);
export const backlogRow = z.object({ count: wholeNumber, oldest: moment.nullable() });
