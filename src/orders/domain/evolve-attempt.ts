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

/** @throws IllegalTransition when the attempt cannot go there from where it is, Error when it is amended although it was used */
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

/** What was charged stays the amount that Blink's transaction must show. */
function amended(attempt: Attempt, amount: Money): Attempt {
  if (attempt.status !== 'ready') throw new Error(`An attempt that is ${attempt.status} cannot be amended`);
  return { ...attempt, amount, isAmountInDoubt: false };
}

/** While Blink is asked to change an intent, and when it does not say that it did, its amount may be either. */
export function besideAmendedOrder(attempt: Attempt, amount: Money | undefined): Attempt {
  const isOvertaken =
    attempt.status === 'ready' && amount !== undefined && !sameMoney(attempt.amount, amount);
  return isOvertaken ? { ...attempt, isAmountInDoubt: true } : attempt;
}

const NOTHING_HELD = { authorised: 0, claim: null, surplus: null } as const;
/** What was taken for a reservation and is none: no end of one is to be looked for. */
const NEVER_HELD = { ...NOTHING_HELD, authorisedAt: null, heldAsCaptured: false } as const;

/** A release that is under way will still be answered, and its answer tells what became of money that was taken meanwhile. */
function takenFrom(attempt: Attempt, transactionId: string): Partial<Attempt> {
  const wasTakenAnew = attempt.authorisedAt !== null && attempt.transactionId !== transactionId;
  return {
    authorisationId: wasTakenAnew ? attempt.transactionId : attempt.authorisationId,
    claim: isReleasing(attempt) ? attempt.claim : null,
  };
}

function isReleasing({ claim }: Attempt): boolean {
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
      return heardOf(attempt, change.transactionId, at);
    case 'money_authorised':
      return {
        ...heardOf(attempt, change.transactionId, at),
        authorised: change.amount,
        authorisedAt: at,
        heldAsCaptured: change.heldAsCaptured ?? false,
      };
    case 'money_captured':
      return {
        ...heardOf(attempt, change.transactionId, at),
        ...takenFrom(attempt, change.transactionId),
        captured: change.amount,
        capturedAt: at,
      };
    case 'money_reversed':
      return { reversed: change.amount, reversalReason: change.reason };
    case 'authorisation_released':
    case 'authorisation_ended':
      return NOTHING_HELD;
    case 'attempt_declined':
      return {
        transactionId: change.transactionId ?? attempt.transactionId,
        declineReason: change.reason,
        challenge: null,
        setAside: false,
        ...NOTHING_HELD,
      };
    case 'attempt_abandoned':
      return { challenge: null, setAside: mayComeBack(attempt, change), ...NOTHING_HELD };
    case 'attempt_reopened':
      return reopened(attempt);
    default:
      return change satisfies never;
  }
}

/** @throws IllegalTransition while something is asked about it: whatever that was asked for, it was taken for a reservation */
function waitingFor(
  attempt: Attempt,
  { transactionId }: Extract<AttemptTransition, { type: 'outcome_pending' }>,
  at: Date,
): Partial<Attempt> {
  const heard = heardOf(attempt, transactionId, at);
  if (attempt.status !== 'authorised') return heard;
  if (attempt.claim) throw new IllegalTransition(attempt.status, 'pending');
  return { ...heard, ...NEVER_HELD };
}

type Abandoning = Extract<AttemptTransition, { type: 'attempt_abandoned' }>;

/** Not what was turned away, either: that it was never charged is not certain. */
function mayComeBack({ chargedAt, turnedAwayAt, transactionId }: Attempt, { setAside }: Abandoning): boolean {
  return setAside === true && chargedAt === null && turnedAwayAt === null && transactionId === null;
}

function reopened({ setAside, status }: Attempt): Partial<Attempt> {
  if (!setAside) throw new IllegalTransition(status, 'ready');
  return { setAside: false };
}

/** What the bank asked or refused before does not hold any more, and whatever we thought, it was charged: so it is watched. */
function heardOf(attempt: Attempt, transactionId: string | null, at: Date): Partial<Attempt> {
  return {
    transactionId: transactionId ?? attempt.transactionId,
    chargedAt: attempt.chargedAt ?? at,
    challenge: null,
    declineReason: null,
    setAside: false,
  };
}
