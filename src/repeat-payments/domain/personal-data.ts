import { NO_CHALLENGE, NOBODY } from '../../orders/domain/personal-data';
import type { JsonObject } from '../../orders/domain/events';
import type { Change } from './history';
import type { RepeatPayment } from './repeat-payment';
import type { RepeatPaymentSummary } from './summary';

/**
 * Removes what identifies the customer from a repeat payment, its history and its events, in fields and in texts. The accounts stay: ids,
 * references, the plan, payments, statuses, dates, and what banks answered.
 */
export function repeatPaymentWithoutPersonalData({
  setups,
  moves,
}: RepeatPayment): Pick<RepeatPayment, 'customer' | 'successUrl' | 'setups' | 'moves'> {
  return {
    customer: NOBODY,
    successUrl: null,
    setups: setups.map((enrolment) => ({ ...enrolment, challenge: null })),
    moves: moves.map((operation) => ({ ...operation, reason: null })),
  };
}

/** The same change without personal data: replaying it gives the same repeat payment apart from that data. */
export function changeWithoutPersonalData(change: Change): Change {
  switch (change.type) {
    case 'repeat_payment_created':
      return {
        ...change,
        repeatPayment: { ...change.repeatPayment, customer: NOBODY, successUrl: null },
      };
    case 'setup_claimed':
      return { ...change, customer: NOBODY };
    case 'setup_challenged':
      return { ...change, challenge: NO_CHALLENGE };
    case 'move_refused': // the reason may be the text of a human who found out that nothing had happened
      return { ...change, reason: null };
    case 'review_closed':
      return { ...change, note: '' };
    case 'repeat_payment_cancelled':
    case 'repeat_payment_expired':
    case 'personal_data_erased':
    case 'setup_opened':
    case 'setup_withdrawn':
    case 'setup_unknown':
    case 'setup_declined':
    case 'setup_abandoned':
    case 'schedule_started':
    case 'schedule_moved':
    case 'payment_shown':
    case 'stray_found':
    case 'move_claimed':
    case 'move_done':
    case 'move_withdrawn':
    case 'move_unknown':
    case 'card_check_opened':
    case 'review_flagged':
      return change;
    default:
      return change satisfies never; // for a new kind of change it has to be decided here what is personal
  }
}

const NOTHING_PERSONAL = {
  customer: { ...NOBODY },
  success_url: null,
} satisfies Partial<RepeatPaymentSummary>;

/** The repeat payment in an event, as the feed shows it after the erasure. */
export function summaryWithoutPersonalData(summary: JsonObject): JsonObject {
  return { ...summary, ...NOTHING_PERSONAL };
}
