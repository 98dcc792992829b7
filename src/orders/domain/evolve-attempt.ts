import { sameMoney, type Money } from '../../kernel/money';
import { evolveAuthorisation, isAuthorisationChange } from './evolve-authorisation';
import { evolveExcess, isExcessChange } from './evolve-excess';
import type { AttemptChange, AttemptTransition } from './history';
import type { Attempt } from './order';
import { IllegalTransition, transition } from './transitions';

type Opening = Extract<AttemptChange, { type: 'attempt_opened' }>;

export function openedAttempt(change: Opening, at: Date): Attempt {
  return {
    id: change.attemptId,
    method: change.method,
    nonce: change.nonce,
    amount: change.amount,
    isAmountInDoubt: false,
    intent: change.intent,
    status: 'ready',
    createdAt: at,
    chargedAt: null,
    transactionId: null,
    authorisationId: null,
    challenge: null,
    declineReason: null,
    authorised: 0,
    captured: 0,
    reversed: 0,
    authorisedAt: null,
    capturedAt: null,
    heldAsCaptured: false,
    claim: null,
    surplus: null,
    reversalReason: null,
    reversedInPart: false,
    accepted: false,
    turnedAwayAt: null,
    setAside: false,
  };
}

/** @throws IllegalTransition when the attempt's status does not allow the change, Error when a used attempt is amended */
export function evolveAttempt(attempt: Attempt, change: Exclude<AttemptChange, Opening>, at: Date): Attempt {
  if (change.type === 'attempt_amended') return amended(attempt, change.amount);
  if (isAuthorisationChange(change)) return evolveAuthorisation(attempt, change, at);
  if (isExcessChange(change)) return evolveExcess(attempt, change);
  return {
    ...attempt,
    ...consequences(attempt, change, at),
    status: transition(attempt.status, change.type),
  };
}

/** Only an unused attempt is amended: for a charged one the amount stays the one that Blink's transaction must show. */
function amended(attempt: Attempt, amount: Money): Attempt {
  if (attempt.status !== 'ready') throw new Error(`An attempt that is ${attempt.status} cannot be amended`);
  return { ...attempt, amount, isAmountInDoubt: false };
}

/** Until Blink confirms that the intent was changed, its amount may be the old one or the new one. */
export function besideAmendedOrder(attempt: Attempt, amount: Money | undefined): Attempt {
  const isOvertaken =
    attempt.status === 'ready' && amount !== undefined && !sameMoney(attempt.amount, amount);
  return isOvertaken ? { ...attempt, isAmountInDoubt: true } : attempt;
}

const NOTHING_AUTHORISED = { authorised: 0, claim: null, surplus: null } as const;
/** For a payment that was mistaken for an authorisation: no expiry of one is to be expected. */
const NEVER_AUTHORISED = { ...NOTHING_AUTHORISED, authorisedAt: null, heldAsCaptured: false } as const;

/** Keeps the claim of a void that is under way: its answer is still to come, and tells what became of the captured money. */
function capturedFrom(attempt: Attempt, transactionId: string): Partial<Attempt> {
  const wasChargedAnew = attempt.authorisedAt !== null && attempt.transactionId !== transactionId;
  return {
    authorisationId: wasChargedAnew ? attempt.transactionId : attempt.authorisationId,
    claim: isBeingVoided(attempt) ? attempt.claim : null,
  };
}

function isBeingVoided({ claim }: Attempt): boolean {
  return claim?.kind === 'release' && claim.status === 'claimed';
}

function consequences(attempt: Attempt, change: AttemptTransition, at: Date): Partial<Attempt> {
  switch (change.type) {
    case 'charge_claimed':
      return { chargedAt: at };
    case 'charge_withdrawn':
      return { chargedAt: null, turnedAwayAt: change.turnedAway ? at : attempt.turnedAwayAt };
    case 'challenge_received':
      return { challenge: change.challenge };
    case 'outcome_pending':
      return {
        ...waitingFor(attempt, change, at),
        accepted: change.accepted ?? false,
        challenge: change.atBank ? attempt.challenge : null,
      };
    case 'outcome_unknown':
      return reportedOn(attempt, change.transactionId, at);
    case 'money_authorised':
      return {
        ...reportedOn(attempt, change.transactionId, at),
        authorised: change.amount,
        authorisedAt: at,
        heldAsCaptured: change.heldAsCaptured ?? false,
      };
    case 'money_captured':
      return {
        ...reportedOn(attempt, change.transactionId, at),
        ...capturedFrom(attempt, change.transactionId),
        captured: change.amount,
        capturedAt: at,
      };
    case 'money_reversed':
      return { reversed: change.amount, reversalReason: change.reason };
    case 'authorisation_released':
    case 'authorisation_ended':
      return NOTHING_AUTHORISED;
    case 'attempt_declined':
      return {
        transactionId: change.transactionId ?? attempt.transactionId,
        declineReason: change.reason,
        challenge: null,
        setAside: false,
        ...NOTHING_AUTHORISED,
      };
    case 'attempt_abandoned':
      return { challenge: null, setAside: mayComeBack(attempt, change), ...NOTHING_AUTHORISED };
    case 'attempt_reopened':
      return reopened(attempt);
    default:
      return change satisfies never;
  }
}

/** @throws IllegalTransition while an authorisation of the attempt is claimed: whoever claimed it read it as an authorisation */
function waitingFor(
  attempt: Attempt,
  { transactionId }: Extract<AttemptTransition, { type: 'outcome_pending' }>,
  at: Date,
): Partial<Attempt> {
  const reported = reportedOn(attempt, transactionId, at);
  if (attempt.status !== 'authorised') return reported;
  if (attempt.claim) throw new IllegalTransition(attempt.status, 'pending');
  return { ...reported, ...NEVER_AUTHORISED };
}

type Abandoning = Extract<AttemptTransition, { type: 'attempt_abandoned' }>;

/** An attempt whose charge was turned away must not come back, either: it is not certain that it was never charged. */
function mayComeBack({ chargedAt, turnedAwayAt, transactionId }: Attempt, { setAside }: Abandoning): boolean {
  return setAside === true && chargedAt === null && turnedAwayAt === null && transactionId === null;
}

function reopened({ setAside, status }: Attempt): Partial<Attempt> {
  if (!setAside) throw new IllegalTransition(status, 'ready');
  return { setAside: false };
}

/** Blink has reported on the attempt: earlier challenges and declines are outdated, and it was charged, so it is watched. */
function reportedOn(attempt: Attempt, transactionId: string | null, at: Date): Partial<Attempt> {
  return {
    transactionId: transactionId ?? attempt.transactionId,
    chargedAt: attempt.chargedAt ?? at,
    challenge: null,
    declineReason: null,
    setAside: false,
  };
}
