import type { Clock } from '../../kernel/clock';
import { decideOn, linesOf } from '../../ledger/ledger';
import type { Change, NewRepeatPayment } from '../domain/history';
import type { RepeatPayment } from '../domain/repeat-payment';
import { RepeatPaymentNotFound, type RepeatPaymentStore } from './store';
import type { Cause } from '../../ledger/line';

export interface Ledger {
  readonly store: RepeatPaymentStore;
  readonly clock: Clock;
}

export async function createRepeatPayment(
  { store, clock }: Ledger,
  repeatPayment: NewRepeatPayment,
  cause: Cause,
): Promise<RepeatPayment> {
  const changes = [{ type: 'repeat_payment_created', repeatPayment } as const];
  return store.append(null, linesOf(0, changes, cause, clock.now()));
}

export interface ChangedRepeatPayment {
  readonly repeatPayment: RepeatPayment;
  /** What was decided and written: empty when nothing had to change. */
  readonly changes: readonly Change[];
}

/**
 * Decides what changes of a repeat payment, and writes it: of two at once only one can claim.
 * @param on the one that the caller holds, however old: it is read again where no append proves the decision. Or the id of one to be read.
 * @param decide pure: it may run several times, and only its last answer counts
 * @throws RepeatPaymentNotFound, ScheduleTaken, SetupIntentTaken, and whatever `decide` throws
 */
export async function changeRepeatPayment(
  { store, clock }: Ledger,
  on: RepeatPayment | string,
  cause: Cause,
  decide: (repeatPayment: RepeatPayment) => readonly Change[],
): Promise<ChangedRepeatPayment> {
  const decided = await decideOn(store, clock, { on, cause }, decide);
  if (!decided) throw new RepeatPaymentNotFound();
  return { repeatPayment: decided.latest, changes: decided.changes };
}

/**
 * @param repeatPayment the one that the caller has just read or written, or the id of one to be read
 * @throws RepeatPaymentNotFound
 */
export async function knownRepeatPayment(
  { store }: Pick<Ledger, 'store'>,
  repeatPayment: RepeatPayment | string,
): Promise<RepeatPayment> {
  const known = typeof repeatPayment === 'string' ? await store.find(repeatPayment) : repeatPayment;
  if (!known) throw new RepeatPaymentNotFound();
  return known;
}
