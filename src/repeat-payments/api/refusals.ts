import { BlinkNotAsked, BlinkRefused, BlinkUnavailable, BlinkUnreadable } from '../../blink/errors';
import type { Refusal } from '../../api/route';
import { StoreFull } from '../../ledger/memory-store';
import { RepeatPaymentChanged, RepeatPaymentNotFound } from '../store/store';
import { NothingToReview, ResolutionDoesNotFit } from '../use-cases/close-review';
import {
  CardNotReplaceable,
  OperationNotSent,
  OperationOutcomeUnknown,
  OperationRefused,
  NotStarted,
  PaymentNotCancellable,
  PaymentNotFound,
  PaymentNotRefundable,
  PaymentNotRetryable,
  RepeatPaymentNotCancellable,
  EnrolmentUnderWay,
} from '../use-cases/operation-errors';
import { CardsNotOffered } from '../use-cases/open-enrolment';

export const UNKNOWN_REPEAT_PAYMENT: Refusal = {
  error: new RepeatPaymentNotFound(),
  when: 'No repeat payment has this id.',
};

export const CHANGED_MEANWHILE: Refusal = {
  error: new RepeatPaymentChanged(),
  when: 'Others keep changing it at the same time. Nothing was changed: try again.',
};

export const NO_ROOM: Refusal = {
  error: new StoreFull(20_000),
  when: 'Repeat payments are kept in memory and there is no room for another one.',
};

export const CARDS_NOT_OFFERED: Refusal = {
  error: new CardsNotOffered('it is not enabled'),
  when: 'Blink does not let this account take cards: a matter for whoever runs this checkout.',
};

export const BLINK_ANSWERS_NOT: readonly Refusal[] = [
  {
    error: new BlinkUnavailable('GET repeat-payments/{id}', 'no answer in time'),
    when: 'Blink could not be reached. Nothing changed: try again, after `Retry-After` where it is given.',
  },
  {
    error: new BlinkRefused('GET repeat-payments/{id}', 403, { reason: 'Forbidden' }),
    when: 'Blink refused the question: a matter for whoever runs this checkout.',
  },
  {
    error: new BlinkUnreadable('GET repeat-payments/{id}', 'not JSON'),
    when: 'Blink answered with something its documents do not describe.',
  },
];

/** The refusals of every call that asks Blink for an operation. */
const OF_OPERATIONS: readonly Refusal[] = [
  {
    error: new OperationOutcomeUnknown(),
    when: "The same was asked before, and Blink's answer was lost or is still on its way.",
  },
  { error: new OperationRefused('Recurring id is invalid'), when: 'Blink refused. Nothing happened.' },
  {
    error: new OperationNotSent(new BlinkNotAsked('POST repeat-payments/retry/{id}', 'no connection')),
    when: 'Blink could not be asked. Nothing happened: ask again.',
  },
  UNKNOWN_REPEAT_PAYMENT,
  CHANGED_MEANWHILE,
];

export const CANCEL_REFUSALS: readonly Refusal[] = [
  {
    error: new RepeatPaymentNotCancellable('completed'),
    when: 'It is completed: there is nothing left to end.',
  },
  {
    error: new EnrolmentUnderWay(),
    when: 'The customer is starting it at this moment, and Blink, asked first, shows no schedule yet.',
  },
  ...OF_OPERATIONS,
];

const OF_PAYMENTS: readonly Refusal[] = [
  { error: new PaymentNotFound(), when: 'It has no payment with this id.' },
  { error: new NotStarted(), when: 'It has not started: its payments have no ids yet.' },
  ...OF_OPERATIONS,
];

export const CANCEL_PAYMENT_REFUSALS: readonly Refusal[] = [
  { error: new PaymentNotCancellable('paid'), when: 'The payment is not an upcoming one.' },
  ...OF_PAYMENTS,
];

export const REFUND_REFUSALS: readonly Refusal[] = [
  {
    error: new PaymentNotRefundable('pending'),
    when: 'The payment was not paid, or was refunded before.',
  },
  ...OF_PAYMENTS,
];

export const RETRY_REFUSALS: readonly Refusal[] = [
  { error: new PaymentNotRetryable('paid'), when: 'The payment was not declined.' },
  ...OF_PAYMENTS,
];

export const CARD_UPDATE_REFUSALS: readonly Refusal[] = [
  { error: new CardNotReplaceable(), when: 'It has not started, or there are no more upcoming payments.' },
  UNKNOWN_REPEAT_PAYMENT,
];

export const REVIEW_REFUSALS: readonly Refusal[] = [
  UNKNOWN_REPEAT_PAYMENT,
  { error: new NothingToReview(), when: 'It has no `needs_review`.' },
  {
    error: new ResolutionDoesNotFit('refund_unknown', ['happened', 'did_not_happen']),
    when: 'What is not known has to be found out before the review can end.',
  },
  CHANGED_MEANWHILE,
];
