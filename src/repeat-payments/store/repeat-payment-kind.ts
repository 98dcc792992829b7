import { z } from 'zod';
import type { StoredKind } from '../../ledger/stored-kind';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import { repeatPaymentEventRow } from '../../orders/store/event-row';
import { nextDueAt, onlyExpires } from '../domain/due';
import { shopEventsOf } from '../domain/events';
import { evolve } from '../domain/evolve';
import { changeSchema, type Change } from '../domain/history';
import { REVIEW_REASONS, type RepeatPayment } from '../domain/repeat-payment';
import { isFinal } from '../domain/status';
import { appendValues, CHANGE, CREATE, newKeys } from './append-statement';
import { claimsOf } from './claims';
import { conditionsOf, matches } from './listing';
import { COLUMNS, repeatPaymentRow } from './rows';
import { RepeatPaymentChanged, ScheduleTaken, SetupIntentTaken, type RepeatPaymentQuery } from './store';

export const REPEAT_PAYMENTS: StoredKind<RepeatPayment, Change, RepeatPaymentEvent, RepeatPaymentQuery> = {
  evolve,
  eventsOf: shopEventsOf,
  isFinal,
  nextDueAt,
  urgencyOf: (repeatPayment, dueAt) => (onlyExpires(repeatPayment, dueAt) ? 'last' : 'usual'),
  claimsOf,
  matches,
  changedMeanwhile: () => new RepeatPaymentChanged(),

  name: 'repeat_payment',
  columns: COLUMNS,
  row: repeatPaymentRow,
  change: changeSchema,
  event: repeatPaymentEventRow,
  reviewReason: z.enum(REVIEW_REASONS),
  create: CREATE,
  append: CHANGE,
  appendValues,
  refusals: {
    setups_own_their_intent: () => new SetupIntentTaken(),
    schedule_uses_pkey: (before, after) =>
      new ScheduleTaken(newKeys(before, after)[0] ?? { type: after.plan.type, id: 0 }),
  },
  conditionsOf,
};
