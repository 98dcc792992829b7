import type { AttemptTransition, OrderChange } from './history';
import type { AttemptStatus } from './order';

/**
 * The transitions that each status allows. A status that is final for us is not always final at the bank: `declined` and `abandoned` can be
 * left because a payment that Blink confirms is never refused, and a transaction that does not fit is never ignored. `pending` becomes
 * `pending` when Blink reports more about a payment that is still not made, or the bank's page has expired. `authorised` becomes `pending`
 * when it turns out that the order asked for no authorisation: docs/decisions/0010-what-blink-has-accepted-is-not-reserved.md.
 */
export const TRANSITIONS: Readonly<Record<AttemptStatus, readonly AttemptStatus[]>> = {
  ready: ['charging', 'abandoned'],
  charging: ['ready', 'challenged', 'pending', 'unknown', 'authorised', 'captured', 'declined', 'abandoned'],
  challenged: ['pending', 'unknown', 'authorised', 'captured', 'declined', 'abandoned'],
  pending: ['pending', 'authorised', 'captured', 'declined', 'abandoned'],
  unknown: ['challenged', 'pending', 'authorised', 'captured', 'declined', 'abandoned'],
  authorised: ['pending', 'captured', 'declined', 'abandoned'],
  captured: ['reversed'],
  declined: ['pending', 'unknown', 'authorised', 'captured'],
  abandoned: ['ready', 'pending', 'unknown', 'authorised', 'captured', 'declined'],
  reversed: [],
};

/** The status that each kind of change leads to. */
export const LEADS_TO: Readonly<Record<AttemptTransition['type'], AttemptStatus>> = {
  charge_claimed: 'charging',
  charge_withdrawn: 'ready',
  challenge_received: 'challenged',
  outcome_pending: 'pending',
  outcome_unknown: 'unknown',
  money_authorised: 'authorised',
  money_captured: 'captured',
  money_reversed: 'reversed',
  authorisation_released: 'abandoned',
  authorisation_ended: 'abandoned',
  attempt_declined: 'declined',
  attempt_abandoned: 'abandoned',
  attempt_reopened: 'ready',
};

/** The one status that a kind of change starts from, where the table would allow more. */
const ONLY_FROM: Readonly<Partial<Record<AttemptTransition['type'], AttemptStatus>>> = {
  authorisation_released: 'authorised',
  authorisation_ended: 'authorised',
  charge_withdrawn: 'charging',
  attempt_reopened: 'abandoned',
};

/** Which attempt a change is a transition of, and its new status; null when the change is no transition. */
export function transitionOf(
  change: OrderChange,
): { readonly attemptId: string; readonly status: AttemptStatus } | null {
  if (change.type === 'attempt_opened') return { attemptId: change.attemptId, status: 'ready' };
  return isTransition(change) ? { attemptId: change.attemptId, status: LEADS_TO[change.type] } : null;
}

function isTransition(change: OrderChange): change is AttemptTransition {
  return Object.hasOwn(LEADS_TO, change.type);
}

/** A programming mistake: code that decides on a change checks `canBecome` first. */
export class IllegalTransition extends Error {
  constructor(from: AttemptStatus, to: AttemptStatus) {
    super(`An attempt that is ${from} cannot become ${to}`);
    this.name = 'IllegalTransition';
  }
}

export function canBecome(from: AttemptStatus, to: AttemptStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

export function canApply(from: AttemptStatus, type: AttemptTransition['type']): boolean {
  const only = ONLY_FROM[type];
  return canBecome(from, LEADS_TO[type]) && (only === undefined || only === from);
}

/** @throws IllegalTransition when that kind of change cannot start from the status */
export function transition(from: AttemptStatus, type: AttemptTransition['type']): AttemptStatus {
  if (!canApply(from, type)) throw new IllegalTransition(from, LEADS_TO[type]);
  return LEADS_TO[type];
}
