import type { AttemptChange, AttemptMove } from './history';
import type { Attempt } from './order';
import { LEADS_TO, transition } from './transitions';

type Opening = Extract<AttemptChange, { type: 'attempt_opened' }>;

export function openedAttempt(change: Opening, at: Date): Attempt {
  return {
    id: change.attemptId,
    method: change.method,
    nonce: change.nonce,
    amount: change.amount,
    intent: change.intent,
    status: 'ready',
    createdAt: at,
    chargedAt: null,
    transactionId: null,
    challenge: null,
    declineReason: null,
    authorised: 0,
    captured: 0,
    reversed: 0,
    capturedAt: null,
  };
}

/** @throws IllegalTransition when the attempt cannot go there from where it is */
export function evolveAttempt(attempt: Attempt, change: Exclude<AttemptChange, Opening>, at: Date): Attempt {
  if (change.type === 'attempt_amended') return { ...attempt, amount: change.amount };
  return {
    ...attempt,
    ...consequences(attempt, change, at),
    status: transition(attempt.status, LEADS_TO[change.type]),
  };
}

function consequences(attempt: Attempt, change: AttemptMove, at: Date): Partial<Attempt> {
  switch (change.type) {
    case 'charge_claimed':
      return { chargedAt: at };
    case 'charge_withdrawn':
      return { chargedAt: null };
    case 'challenge_received':
      return { challenge: change.challenge };
    case 'outcome_pending':
      return { transactionId: change.transactionId, challenge: null };
    case 'outcome_unknown':
      return { transactionId: change.transactionId ?? attempt.transactionId };
    case 'money_authorised':
      return { transactionId: change.transactionId, authorised: change.amount, challenge: null };
    case 'money_captured':
      return {
        transactionId: change.transactionId,
        captured: change.amount,
        capturedAt: at,
        challenge: null,
      };
    case 'money_reversed':
      return { reversed: change.amount };
    case 'attempt_declined':
      return {
        transactionId: change.transactionId ?? attempt.transactionId,
        declineReason: change.reason,
        challenge: null,
        authorised: 0,
      };
    case 'attempt_abandoned':
      return { challenge: null, authorised: 0 };
    default:
      return change satisfies never;
  }
}
