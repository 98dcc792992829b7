import { NO_CHALLENGE, NOBODY } from '../../orders/domain/personal-data';
import type { JsonObject } from '../../orders/domain/events';
import type { Change } from './history';
import type { RepeatPayment } from './repeat-payment';
import type { RepeatPaymentSummary } from './summary';

/**
 * Where a repeat payment, its history and its events can say who the customer is, in fields or in somebody's words. What is not here is
 * the books: ids, references, the plan, payments, statuses, dates, and what banks answered.
 */
export function repeatPaymentWithoutPersonalData({
  setups,
  moves,
}: RepeatPayment): Pick<RepeatPayment, 'customer' | 'successUrl' | 'setups' | 'moves'> {
  return {
    customer: NOBODY,
    successUrl: null,
    setups: setups.map((setup) => ({ ...setup, challenge: null })),
    moves: moves.map((move) => ({ ...move, reason: null })),
  };
}

/** The same change, so that what it adds up to stays the same but for these places. */
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
    case 'move_refused': // the words may be those of a human who found out that nothing had happened
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
      return change satisfies never; // whoever adds a kind of change decides here what of it is personal
  }
}

const NOTHING_PERSONAL = {
  customer: { ...NOBODY },
  success_url: null,
} satisfies Partial<RepeatPaymentSummary>;

/** What the shop was told, as the feed shows it from now on. */
export function summaryWithoutPersonalData(summary: JsonObject): JsonObject {
  return { ...summary, ...NOTHING_PERSONAL };
}
