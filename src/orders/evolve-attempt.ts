import type { Money } from '../money';
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

/** @throws IllegalTransition when the attempt cannot go there from where it is, Error when it is amended although it was used */
export function evolveAttempt(attempt: Attempt, change: Exclude<AttemptChange, Opening>, at: Date): Attempt {
  if (change.type === 'attempt_amended') return amended(attempt, change.amount);
  return {
    ...attempt,
    ...consequences(attempt, change, at),
    status: transition(attempt.status, LEADS_TO[change.type]),
  };
}

/** What was charged stays the amount that Blink's transaction must show. */
function amended(attempt: Attempt, amount: Money): Attempt {
  if (attempt.status !== 'ready') throw new Error(`An attempt that is ${attempt.status} cannot be amended`);
  return { ...attempt, amount };
}

/** What the bank asked or refused before does not hold any more. */
const NOTHING_SAID = { challenge: null, declineReason: null } as const;

function consequences(attempt: Attempt, change: AttemptMove, at: Date): Partial<Attempt> {
  switch (change.type) {
    case 'charge_claimed':
      return { chargedAt: at };
    case 'charge_withdrawn':
      return { chargedAt: null };
    case 'challenge_received':
      return { challenge: change.challenge };
    case 'outcome_pending':
      return { transactionId: change.transactionId, ...NOTHING_SAID };
    case 'outcome_unknown':
      return { transactionId: change.transactionId ?? attempt.transactionId, ...NOTHING_SAID };
    case 'money_authorised':
      return { transactionId: change.transactionId, authorised: change.amount, ...NOTHING_SAID };
    case 'money_captured':
      return {
        transactionId: change.transactionId,
        captured: change.amount,
        capturedAt: at,
        ...NOTHING_SAID,
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
