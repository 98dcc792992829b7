import type { AttemptChange, AuthorisationChange } from './history';
import type { Attempt, AuthorisationClaim } from './order';

const TYPES: ReadonlySet<string> = new Set<AuthorisationChange['type']>([
  'capture_claimed',
  'capture_confirmed',
  'capture_unknown',
  'capture_refused',
  'release_claimed',
  'release_unknown',
  'release_refused',
  'release_withdrawn',
]);

const SOMETHING_ELSE = 'Another operation was claimed for the same authorisation';

export function isAuthorisationChange(change: AttemptChange): change is AuthorisationChange {
  return TYPES.has(change.type);
}

/**
 * Operations on an authorisation do not change the attempt's status: only what its transaction says does.
 * @throws Error when another operation is claimed and not settled, or none is
 */
export function evolveAuthorisation(attempt: Attempt, change: AuthorisationChange, at: Date): Attempt {
  switch (change.type) {
    case 'capture_claimed':
      return claimed(attempt, { kind: change.by, amount: change.amount, because: 'requested', at });
    case 'release_claimed': {
      const claim = { kind: 'release', amount: attempt.authorised, because: change.because, at } as const;
      return { ...claimed(attempt, claim), surplus: null };
    }
    case 'capture_confirmed':
      return {
        ...attempt,
        claim: { ...captureOf(attempt), status: 'confirmed', transactionId: change.transactionId },
      };
    case 'capture_unknown':
      return { ...attempt, claim: { ...captureOf(attempt), status: 'unknown' } };
    case 'capture_refused':
      captureOf(attempt);
      return { ...attempt, claim: null };
    case 'release_unknown':
      return { ...attempt, claim: { ...voidOf(attempt), status: 'unknown' } };
    case 'release_refused':
      voidOf(attempt);
      return { ...attempt, claim: null };
    case 'release_withdrawn': {
      const { because } = voidOf(attempt);
      return { ...attempt, claim: null, surplus: because === 'requested' ? attempt.surplus : because };
    }
    default:
      return change satisfies never;
  }
}

function claimed(attempt: Attempt, claim: Omit<AuthorisationClaim, 'status' | 'transactionId'>): Attempt {
  if (attempt.status !== 'authorised')
    throw new Error(`An attempt that is ${attempt.status} has no authorised money`);
  if (attempt.claim) throw new Error(SOMETHING_ELSE);
  if (!Number.isSafeInteger(claim.amount) || claim.amount < 1 || claim.amount > attempt.authorised) {
    throw new Error(`Cannot capture ${claim.amount}: ${attempt.authorised} is authorised`);
  }
  return { ...attempt, claim: { ...claim, status: 'claimed', transactionId: null } };
}

function captureOf(attempt: Attempt): AuthorisationClaim {
  const claim = claimOf(attempt);
  if (claim.kind === 'release') throw new Error(SOMETHING_ELSE);
  return claim;
}

function voidOf(attempt: Attempt): AuthorisationClaim {
  const claim = claimOf(attempt);
  if (claim.kind !== 'release') throw new Error(SOMETHING_ELSE);
  return claim;
}

function claimOf({ claim }: Attempt): AuthorisationClaim {
  if (!claim) throw new Error('No operation was claimed for this authorisation');
  return claim;
}
