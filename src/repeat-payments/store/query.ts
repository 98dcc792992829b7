import { statusOf } from '../domain/status';
import type { RepeatPayment } from '../domain/repeat-payment';
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
