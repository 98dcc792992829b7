import type { HiddenInput } from './form-again';

/** What `form-renewal.js` puts into a form on the screen whose intent is near its end. */
export function renewal(attemptId: string, chargeableUntil: Date, hidden: readonly HiddenInput[]) {
  return { attempt_id: attemptId, expires_at: chargeableUntil.toISOString(), hidden };
}
