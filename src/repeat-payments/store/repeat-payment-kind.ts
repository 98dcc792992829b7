import type { Kind } from '../../ledger/kind';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import { nextDueAt, onlyExpires } from '../domain/due';
import { shopEventsOf } from '../domain/events';
import { evolve } from '../domain/evolve';
import type { Change } from '../domain/history';
import type { RepeatPayment } from '../domain/repeat-payment';
import { isFinal, statusOf } from '../domain/status';
import { claimsOf } from './claims';
import { RepeatPaymentChanged, type RepeatPaymentQuery } from './store';

export const REPEAT_PAYMENTS: Kind<RepeatPayment, Change, RepeatPaymentEvent, RepeatPaymentQuery> = {
  evolve,
  eventsOf: shopEventsOf,
  isFinal,
  nextDueAt,
  urgencyOf: (repeatPayment, dueAt) => (onlyExpires(repeatPayment, dueAt) ? 'last' : 'usual'),
  claimsOf,
  matches: (repeatPayment, query) => {
    const { plan, review, reference, customer } = repeatPayment;
    return (
      (query.type === undefined || plan.type === query.type) &&
      (query.status === undefined || statusOf(repeatPayment) === query.status) &&
      (query.needsReview === undefined || (review !== null) === query.needsReview) &&
      (query.reference === undefined || reference === query.reference) &&
      (query.customer === undefined || customer.email?.toLowerCase() === query.customer.toLowerCase())
    );
  },
  changedMeanwhile: () => new RepeatPaymentChanged(),
};
