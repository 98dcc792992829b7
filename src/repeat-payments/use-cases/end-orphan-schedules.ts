import type { ScheduleOperationAnswer } from '../../blink/schedules/repeat-payment';
import { meaningOfSchedule } from '../../blink/schedules/schedule-statuses';
import type { RepeatPayments } from './repeat-payments';
import type { RepeatPayment, ScheduleKey, OrphanSchedule } from '../domain/repeat-payment';
import { shownToHuman } from '../domain/review-changes';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { sameKey, orphansToEnd } from '../domain/orphan-schedules';
import { RepeatPaymentNotFound } from '../store/store';
import { runOperation, namesOf } from './run-operation';

/**
 * Ends every schedule at Blink that should not be there, each once: a second one of the same repeat payment, or one that started after
 * it was over. Whether it has taken money is for a human, who is shown it.
 */
export function endOrphanSchedules(deps: RepeatPayments, id: string): Promise<void> {
  return endEach(deps, id, orphansToEnd);
}

export async function endEach(
  deps: RepeatPayments,
  id: string,
  which: (current: RepeatPayment) => readonly OrphanSchedule[],
): Promise<void> {
  const repeatPayment = await deps.store.find(id);
  if (!repeatPayment) throw new RepeatPaymentNotFound();
  for (const { key } of which(repeatPayment)) {
    await endOne(deps, id, key, (current) => which(current).some((stray) => sameKey(stray.key, key)));
  }
}

/** @param isStillToEnd decides on the version that the claim is written to */
export async function endOne(
  deps: RepeatPayments,
  id: string,
  key: ScheduleKey,
  isStillToEnd: (current: RepeatPayment) => boolean,
): Promise<void> {
  const { answer } = await runOperation(
    deps,
    id,
    {
      names: namesOf(deps, null),
      kind: 'end_stray',
      decide: (current) => (isStillToEnd(current) ? { key, paymentId: null } : null),
      call: (target) => end(deps, target.key),
    },
    { by: 'system', evidence: 'a schedule that should not be there' },
  );
  if (answer.kind === 'refused') await showRefusal(deps, id);
}

/** Blink refuses to end what is over, by its portal or by itself: that is as good. */
async function end(deps: RepeatPayments, key: ScheduleKey): Promise<ScheduleOperationAnswer> {
  const answer = await deps.blink.repeatPayments.cancelAll(key);
  return answer.kind === 'refused' && (await isOver(deps, key)) ? { kind: 'done' } : answer;
}

/** No amount is read here. */
const ANY_CURRENCY = 'GBP';

async function isOver({ blink, log }: RepeatPayments, key: ScheduleKey): Promise<boolean> {
  try {
    const meaning = meaningOfSchedule((await blink.repeatPayments.get(key, ANY_CURRENCY, 'verify')).status);
    return meaning === 'cancelled' || meaning === 'completed';
  } catch (error) {
    log.warn({ scheduleId: key.id, err: error }, 'whether a schedule is over could not be read');
    return false;
  }
}

/** It may go on taking money: nothing else that is to be looked at matters as much. */
async function showRefusal(deps: RepeatPayments, id: string): Promise<void> {
  await changeRepeatPayment(deps, id, { by: 'system' }, (current) => shownToHuman(current, 'still_running'));
}
