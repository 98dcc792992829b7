import type { RepeatPayment, Schedule, Enrolment } from '../domain/repeat-payment';
import { hasTriesLeft, isAgreeable, isInFlight } from '../domain/status';
import { isCardReplaceable } from '../use-cases/open-card-update';

/** What the customer sees at the address of a repeat payment: drawn from it alone. */
export type RepeatStep =
  | { readonly kind: 'agree' }
  /** Another card may be tried. */
  | { readonly kind: 'declined'; readonly setup: Enrolment }
  | { readonly kind: 'declined_for_good'; readonly setup: Enrolment }
  | { readonly kind: 'continue_at_bank'; readonly setup: Enrolment }
  | { readonly kind: 'being_checked' }
  /** It has started, and something may still be taken from the card: another one can take its place. */
  | { readonly kind: 'running'; readonly schedule: Schedule }
  /** It had started, and has come to its end. */
  | { readonly kind: 'over'; readonly schedule: Schedule }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'expired' }
  /** Given up so often that nothing more is tried. */
  | { readonly kind: 'no_more_tries' }
  /** The shop has to look at it first. */
  | { readonly kind: 'on_hold' };

/** After a refusal the customer reads why before the next form: until then no new setup stands ready. */
export function repeatStepOf(repeatPayment: RepeatPayment, now: Date): RepeatStep {
  const { schedule, closed, setups, strays } = repeatPayment;
  if (schedule) return { kind: isCardReplaceable(repeatPayment) ? 'running' : 'over', schedule };
  const inFlight = setups.find(isInFlight);
  if (inFlight?.status === 'challenged') return { kind: 'continue_at_bank', setup: inFlight };
  if (inFlight) return { kind: 'being_checked' };
  if (closed) return { kind: strays.length > 0 ? 'on_hold' : closed.as };
  const mayTry = isAgreeable(repeatPayment, now);
  const last = setups.at(-1);
  if (last?.status === 'declined') return { kind: mayTry ? 'declined' : 'declined_for_good', setup: last };
  if (!hasTriesLeft(repeatPayment)) return { kind: 'no_more_tries' };
  return { kind: mayTry ? 'agree' : 'on_hold' };
}
