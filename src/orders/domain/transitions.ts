import type { AttemptTransition, OrderChange } from './history';
import type { AttemptStatus } from './order';

/**
 * Where an attempt may go from where it is. What is final for us is not always final at the bank: the edges out of `declined`
 * and `abandoned` are there because money that Blink confirms is never refused, and a transaction that does not fit is never ignored.
 * `pending` becomes `pending` when Blink has more to say of what is still no money, or the bank's page is over; `authorised` does when it turns out that nobody asked for
 * a reservation: docs/decisions/0010-what-blink-has-accepted-is-not-reserved.md.
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

/** Where a kind of change comes from, when not everything that may become the same comes from there. */
const ONLY_FROM: Readonly<Partial<Record<AttemptTransition['type'], AttemptStatus>>> = {
  authorisation_released: 'authorised',
  authorisation_ended: 'authorised',
  charge_withdrawn: 'charging',
  attempt_reopened: 'abandoned',
};

/** Which attempt a change moves, and where to; null when it moves none. */
export function transitionOf(
  change: OrderChange,
): { readonly attemptId: string; readonly status: AttemptStatus } | null {
  if (change.type === 'attempt_opened') return { attemptId: change.attemptId, status: 'ready' };
  return isMove(change) ? { attemptId: change.attemptId, status: LEADS_TO[change.type] } : null;
}

function isMove(change: OrderChange): change is AttemptTransition {
  return Object.hasOwn(LEADS_TO, change.type);
}

/** A programming mistake: whoever decides on a change asks `canBecome` first. */
export class IllegalTransition extends Error {
  constructor(from: AttemptStatus, to: AttemptStatus) {
    super(`An attempt that is ${from} cannot become ${to}`);
    this.name = 'IllegalTransition';
  }
}

export function canBecome(from: AttemptStatus, to: AttemptStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

export function canApply(from: AttemptStatus, move: AttemptTransition['type']): boolean {
  const only = ONLY_FROM[move];
  return canBecome(from, LEADS_TO[move]) && (only === undefined || only === from);
}

/** @throws IllegalTransition when that kind of change does not come from there */
export function transition(from: AttemptStatus, move: AttemptTransition['type']): AttemptStatus {
  if (!canApply(from, move)) throw new IllegalTransition(from, LEADS_TO[move]);
  return LEADS_TO[move];
}
