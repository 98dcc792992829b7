import type { Change, Entry, NewRepeatPayment, SeenPayment, EnrolmentChange } from './history';
import { dayOf } from './days';
import { evolveOperations } from './evolve-operation';
import { repeatPaymentWithoutPersonalData } from './personal-data';
import type { RepeatPayment, Enrolment, ShownPayment } from './repeat-payment';
import { settledBy } from './settled-reviews';
import { LEADS_TO, transition } from './transitions';

/**
 * The repeat payment after one more entry of its history.
 * @param before null only before the first entry, which must be `repeat_payment_created`
 * @throws IllegalTransition, Error when the entry does not follow from it
 */
export function evolve(before: RepeatPayment | null, entry: Entry): RepeatPayment {
  if (!before) return firstVersion(entry);
  if (entry.sequence !== before.version + 1) throw new Error('A history entry is missing or came twice');
  return { ...before, ...changed(before, entry.change, entry.at), version: entry.sequence };
}

/** The repeat payment's present state, computed from its history alone. */
export function replay(history: readonly Entry[]): RepeatPayment | null {
  return history.reduce<RepeatPayment | null>(evolve, null);
}

function firstVersion(entry: Entry): RepeatPayment {
  if (entry.change.type !== 'repeat_payment_created' || entry.sequence !== 1)
    throw new Error('A history starts with the creation of its repeat payment');
  return { ...created(entry.change.repeatPayment, entry.at), version: entry.sequence };
}

function created(repeatPayment: NewRepeatPayment, at: Date): Omit<RepeatPayment, 'version'> {
  return {
    ...repeatPayment,
    createdAt: at,
    closed: null,
    setups: [],
    schedule: null,
    payments: [],
    moves: [],
    strays: [],
    cardCheck: null,
    review: null,
    settledReviews: [],
  };
}

function changed(before: RepeatPayment, change: Change, at: Date): Partial<RepeatPayment> {
  switch (change.type) {
    case 'repeat_payment_created':
      throw new Error('A repeat payment is created once');
    case 'repeat_payment_cancelled':
      return { closed: { as: 'cancelled', at } };
    case 'repeat_payment_expired':
      return { closed: { as: 'expired', at } };
    case 'personal_data_erased':
      return repeatPaymentWithoutPersonalData(before);
    case 'schedule_moved':
      if (!before.schedule) throw new Error('A schedule changes after it has started');
      return { schedule: { ...before.schedule, status: change.status } };
    case 'payment_shown':
      return { payments: shown(before.payments, change.payment, at) };
    case 'stray_found':
      return { strays: [...before.strays, { key: change.key, setupId: change.setupId, foundAt: at }] };
    case 'move_claimed':
    case 'move_done':
    case 'move_refused':
    case 'move_withdrawn':
    case 'move_unknown':
      return evolveOperations(before, change, at);
    case 'card_check_opened':
      return { cardCheck: { id: change.cardCheckId, intent: change.intent, createdAt: at, isUsed: false } };
    case 'review_flagged':
      return { review: { reason: change.reason, at } };
    case 'review_closed':
      return { review: null, settledReviews: settledBy(before, change.resolution, at) };
    default:
      return withEnrolment(before, change, at);
  }
}

function withEnrolment(before: RepeatPayment, change: EnrolmentChange, at: Date): Partial<RepeatPayment> {
  switch (change.type) {
    case 'setup_opened':
      if (before.setups.some(({ id }) => id === change.setupId))
        throw new Error('An enrolment is opened once');
      return { setups: [...before.setups, opened(change, at)] };
    case 'schedule_started':
      return {
        setups: enrolmentsAfter(before, change, at),
        schedule: {
          key: change.key,
          setupId: change.setupId,
          status: 'pending',
          startedAt: at,
          agreedOn: agreedOn(before, change.setupId, at),
        },
      };
    case 'setup_claimed':
      return { setups: enrolmentsAfter(before, change, at), customer: change.customer };
    default:
      return { setups: enrolmentsAfter(before, change, at) };
  }
}

function opened(change: Extract<EnrolmentChange, { type: 'setup_opened' }>, at: Date): Enrolment {
  const { setupId: id, nonce, presence, intent, dueAtOnce } = change;
  return {
    id,
    nonce,
    presence,
    intent,
    dueAtOnce,
    status: 'ready',
    createdAt: at,
    chargedAt: null,
    unknownSince: null,
    turnedAwayAt: null,
    challenge: null,
    declineReason: null,
    scheduleId: null,
  };
}

function enrolmentsAfter(
  { setups }: RepeatPayment,
  change: Exclude<EnrolmentChange, { type: 'setup_opened' }>,
  at: Date,
): readonly Enrolment[] {
  if (!setups.some(({ id }) => id === change.setupId)) throw new Error('There is no such enrolment');
  return setups.map((enrolment) =>
    enrolment.id === change.setupId
      ? {
          ...enrolment,
          ...consequences(change, at),
          status: transition(enrolment.status, LEADS_TO[change.type]),
        }
      : enrolment,
  );
}

function consequences(
  change: Exclude<EnrolmentChange, { type: 'setup_opened' }>,
  at: Date,
): Partial<Enrolment> {
  switch (change.type) {
    case 'setup_claimed':
      return { chargedAt: at };
    case 'setup_withdrawn':
      return { chargedAt: null, ...(change.turnedAway ? { turnedAwayAt: at } : {}) };
    case 'setup_challenged':
      return { challenge: change.challenge, unknownSince: null };
    case 'setup_declined':
      return { challenge: null, declineReason: change.reason };
    case 'setup_unknown':
      return {
        challenge: null,
        unknownSince: at,
        ...(change.scheduleId !== undefined && { scheduleId: change.scheduleId }),
      };
    case 'setup_abandoned':
    case 'schedule_started':
      return { challenge: null };
    default:
      return change satisfies never;
  }
}

/** The day on which Blink was asked: Blink counts from it when the plan names no start. */
function agreedOn({ setups }: RepeatPayment, setupId: string, at: Date): string {
  return dayOf(setups.find(({ id }) => id === setupId)?.chargedAt ?? at);
}

/** The payments in the order of their days, and on one day in the order in which Blink made them. */
export function shown(
  payments: readonly ShownPayment[],
  seen: SeenPayment,
  at: Date,
): readonly ShownPayment[] {
  const known = payments.find(({ id }) => id === seen.id);
  const isKnownSo = known?.status === seen.status;
  const wasCalledOff = known?.wasCalledOff === true || (!isKnownSo && known?.status === 'cancelled');
  const payment = { ...seen, since: isKnownSo ? known.since : at, wasCalledOff };
  return [...payments.filter(({ id }) => id !== seen.id), payment].sort(
    (one, other) => one.date.localeCompare(other.date) || one.id - other.id,
  );
}
