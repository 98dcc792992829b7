import type { HiddenInput } from './form-errors';

interface Renewed {
  /** What the form is now a try of, and until when. */
  readonly attemptId: string;
  readonly chargeableUntil: Date;
  /** What is put into the form in the place of what it had. */
  readonly hidden: readonly HiddenInput[];
  /** What the form would be drawn with now. It is never put into a form: one that shows something else is to be drawn anew. */
  readonly shown: readonly HiddenInput[];
}

/** What `form-renewal.js` is told for a form on the screen whose intent is near its end. */
export function renewal({ attemptId, chargeableUntil, hidden, shown }: Renewed) {
  return { attempt_id: attemptId, expires_at: chargeableUntil.toISOString(), hidden, shown };
}
