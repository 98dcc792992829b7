import type { Cause } from '../../orders/history';
import type { RepeatPayments } from '../repeat-payments';
import { changeRepeatPayment } from '../schedule/change-repeat-payment';
import type { Change } from '../schedule/history';
import type { RepeatPayment } from '../schedule/repeat-payment';
import { isInFlight, statusOf } from '../schedule/status';
import { abandonReady } from '../schedule/time-decisions';
import { answeredMove } from './answered-move';
import { makeMove, namesOf, type Target } from './make-move';
import { MoveOutcomeUnknown, RepeatPaymentNotCancellable, SetupUnderWay } from './move-errors';
import { isUnsettled } from './unsettled';

/**
 * Ends a repeat payment: nothing more is taken. What was taken stays taken. Cancelling it again changes nothing, unless Blink is known to
 * go on all the same: then Blink is asked once more.
 * @throws RepeatPaymentNotCancellable when it is completed; SetupUnderWay; MoveOutcomeUnknown, MoveRefused, MoveNotSent when it goes on;
 * RepeatPaymentNotFound
 */
export async function cancelRepeatPayment(
  deps: RepeatPayments,
  id: string,
  cause: Cause,
  ticket: string | null = null,
): Promise<RepeatPayment> {
  const { repeatPayment } = await changeRepeatPayment(deps, id, cause, beforeStart);
  if (!repeatPayment.schedule) return repeatPayment;
  const made = await makeMove(
    deps,
    id,
    {
      kind: 'cancel_all',
      names: namesOf(deps, ticket),
      decide: whole,
      call: ({ key }) => deps.blink.repeatPayments.cancelAll(key),
    },
    cause,
  );
  return made.answer.kind === 'nothing_to_do' ? made.repeatPayment : answeredMove(deps, made, isCancelled);
}

/** While money is taken all the same it is not: then a refusal is told. */
function isCancelled(current: RepeatPayment): boolean {
  return statusOf(current) === 'cancelled' && current.review?.reason !== 'still_running';
}

function beforeStart(current: RepeatPayment): readonly Change[] {
  if (current.schedule || current.closed) return [];
  if (current.setups.some(isInFlight)) throw new SetupUnderWay();
  return [...abandonReady(current), { type: 'repeat_payment_cancelled' }];
}

function whole(current: RepeatPayment): Target | null {
  const { schedule, moves } = current;
  const status = statusOf(current);
  if (!schedule || isCancelled(current)) return null;
  if (status === 'completed') throw new RepeatPaymentNotCancellable(status);
  if (moves.some((move) => move.kind === 'cancel_all' && isUnsettled(move))) throw new MoveOutcomeUnknown();
  return { key: schedule.key, paymentId: null };
}
