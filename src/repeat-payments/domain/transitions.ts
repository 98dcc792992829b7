import type { EnrolmentTransition } from './history';
import type { PaymentStatus, EnrolmentStatus } from './repeat-payment';

/**
 * The transitions that each status of an enrolment allows. A schedule that Blink shows is never denied, so every enrolment that was sent
 * may end in `started`, even one that was abandoned before.
 */
export const TRANSITIONS: Readonly<Record<EnrolmentStatus, readonly EnrolmentStatus[]>> = {
  ready: ['charging', 'abandoned'],
  charging: ['ready', 'challenged', 'unknown', 'started', 'declined', 'abandoned'],
  challenged: ['unknown', 'started', 'declined', 'abandoned'],
  unknown: ['challenged', 'started', 'declined', 'abandoned'],
  started: [],
  declined: ['started'],
  abandoned: ['started'],
};

/** The status that each kind of change leads to. */
export const LEADS_TO: Readonly<Record<EnrolmentTransition['type'], EnrolmentStatus>> = {
  setup_claimed: 'charging',
  setup_withdrawn: 'ready',
  setup_challenged: 'challenged',
  setup_unknown: 'unknown',
  setup_declined: 'declined',
  setup_abandoned: 'abandoned',
  schedule_started: 'started',
};

/**
 * The transitions of a payment of the schedule. Blink's answers are not always the newest, and some lack the status word: a paid payment is
 * never shown as upcoming again, nor a refunded one as paid.
 */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  pending: ['paid', 'declined', 'refunded', 'cancelled'],
  declined: ['paid', 'refunded', 'cancelled'],
  cancelled: ['paid', 'declined', 'refunded'],
  paid: ['refunded', 'declined'],
  refunded: [],
};

/** A programming mistake: code that decides on a change checks `canBecome` first. */
export class IllegalTransition extends Error {
  constructor(from: string, to: string) {
    super(`What is ${from} cannot become ${to}`);
    this.name = 'IllegalTransition';
  }
}

export function canBecome(from: EnrolmentStatus, to: EnrolmentStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** @throws IllegalTransition when the table does not allow it */
export function transition(from: EnrolmentStatus, to: EnrolmentStatus): EnrolmentStatus {
  if (!canBecome(from, to)) throw new IllegalTransition(from, to);
  return to;
}
