import type { Clock } from '../../clock';
import type { Cause } from '../../orders/history';
import type { Change, Entry, NewRepeatPayment } from './history';
import type { RepeatPayment } from './repeat-payment';
import { RepeatPaymentChanged, RepeatPaymentNotFound, type RepeatPaymentStore } from './store';

export interface Ledger {
  readonly store: RepeatPaymentStore;
  readonly clock: Clock;
}

export async function createRepeatPayment(
  { store, clock }: Ledger,
  repeatPayment: NewRepeatPayment,
  cause: Cause,
): Promise<RepeatPayment> {
  return store.append(
    null,
    entriesOf(null, [{ type: 'repeat_payment_created', repeatPayment }], cause, clock.now()),
  );
}

export interface ChangedRepeatPayment {
  readonly repeatPayment: RepeatPayment;
  /** What was decided and written: empty when nothing had to change. */
  readonly changes: readonly Change[];
}

const MOST_TRIES = 25;

/**
 * Decides on the latest version of a repeat payment and writes what was decided; decides again when another change came first, so that
 * of two at once only one can claim.
 * @param decide pure: it may run several times, and only its last answer counts
 * @throws RepeatPaymentNotFound, ScheduleTaken, SetupIntentTaken, and whatever `decide` throws
 */
export async function changeRepeatPayment(
  { store, clock }: Ledger,
  id: string,
  cause: Cause,
  decide: (repeatPayment: RepeatPayment) => readonly Change[],
): Promise<ChangedRepeatPayment> {
  for (let tries = 1; ; tries++) {
    const current = await store.find(id);
    if (!current) throw new RepeatPaymentNotFound();
    const changes = decide(current);
    if (changes.length === 0) return { repeatPayment: current, changes };
    try {
      const entries = entriesOf(current, changes, cause, clock.now());
      return { repeatPayment: await store.append(current, entries), changes };
    } catch (error) {
      if (!(error instanceof RepeatPaymentChanged) || tries >= MOST_TRIES) throw error;
    }
  }
}

function entriesOf(
  before: RepeatPayment | null,
  changes: readonly Change[],
  cause: Cause,
  at: Date,
): readonly Entry[] {
  return changes.map((change, index) => ({
    ...cause,
    sequence: (before?.version ?? 0) + index + 1,
    at,
    change,
  }));
}
