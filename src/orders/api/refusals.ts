import { BlinkRefused, BlinkUnavailable, BlinkUnreadable } from '../../blink/errors';
import type { Refusal } from '../../api/route';
import { OrderNotFound, VersionConflict } from '../store/store';

export const UNKNOWN_ORDER: Refusal = { error: new OrderNotFound(), when: 'No order has this id.' };

export const CHANGED_MEANWHILE: Refusal = {
  error: new VersionConflict(),
  when: 'Others keep changing the order at the same time. Nothing was changed: try again.',
};

export const BLINK_ANSWERS_NOT: readonly Refusal[] = [
  {
    error: new BlinkUnavailable('Reading a transaction', 'no answer in time'),
    when: 'Blink could not be reached. The order is as it was: try again, after `Retry-After` where it is given.',
  },
  {
    error: new BlinkRefused('reading a transaction', 403, { reason: 'Forbidden' }),
    when: 'Blink refused the question: a matter for whoever runs this checkout.',
  },
  {
    error: new BlinkUnreadable('reading a transaction', 'not JSON'),
    when: 'Blink answered with something its documents do not describe.',
  },
];
