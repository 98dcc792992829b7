import { storable } from '../../postgres/stored-text';
import type { RepeatPayment } from '../domain/repeat-payment';
import { statusOf } from '../domain/status';
import type { RepeatPaymentQuery } from './store';

export function matches(repeatPayment: RepeatPayment, query: RepeatPaymentQuery): boolean {
  const { plan, review, reference, customer } = repeatPayment;
  return (
    (query.type === undefined || plan.type === query.type) &&
    (query.status === undefined || statusOf(repeatPayment) === query.status) &&
    (query.needsReview === undefined || (review !== null) === query.needsReview) &&
    (query.reference === undefined || reference === query.reference) &&
    (query.customer === undefined || customer.email?.toLowerCase() === query.customer.toLowerCase())
  );
}

/** The same in SQL. */
export function conditionsOf(
  query: RepeatPaymentQuery,
  value: (given: unknown) => string,
): readonly string[] {
  const conditions: string[] = [];
  if (query.type !== undefined) conditions.push(`type = ${value(query.type)}`);
  if (query.status !== undefined) conditions.push(`status = ${value(query.status)}`);
  if (query.needsReview !== undefined)
    conditions.push(query.needsReview ? 'review_reason IS NOT NULL' : 'review_reason IS NULL');
  if (query.reference !== undefined) conditions.push(`reference = ${value(storable(query.reference))}`);
  if (query.customer !== undefined)
    conditions.push(`customer_email = lower(${value(storable(query.customer))})`);
  return conditions;
}
