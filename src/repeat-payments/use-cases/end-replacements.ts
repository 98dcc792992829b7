import { BlinkError } from '../../blink/errors';
import type { BlinkSchedule } from '../../blink/schedules/repeat-payment';
import type { RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { currencyOf } from '../domain/planned-payments';
import type { RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import { isRunning } from '../domain/status';
import { isEndedByUs, isGoingOn, sameKey } from '../domain/orphan-schedules';
import { endOne } from './end-orphan-schedules';
import type { RunOperation } from './run-operation';
import { enrolmentOf } from './reference';

/** Whoever edits a schedule at the portal more often than this, and then cancels it, ends the rest there. */
const MOST_REPLACEMENTS = 10;

export interface AtBlink {
  /** Blink shows ours as running, whatever we think of it. */
  readonly goesOn: boolean;
  /**
   * The schedules with which Blink goes on in the place of ours, as after an edit at its portal: each is named by the one before it, of
   * which Blink itself says so. What cannot be read names none.
   */
  readonly replacements: readonly ScheduleKey[];
}

/** Before a cancellation. That something cannot be read keeps nothing from being ended. */
export async function runningAtBlink(deps: RepeatPayments, repeatPayment: RepeatPayment): Promise<AtBlink> {
  const own = repeatPayment.schedule && (await readOurs(deps, repeatPayment, repeatPayment.schedule.key));
  const seen: ScheduleKey[] = own ? [own.key] : [];
  for (let next = childOf(own); next && !isAmong(seen, next) && seen.length <= MOST_REPLACEMENTS;) {
    seen.push(next);
    next = childOf(await readOurs(deps, repeatPayment, next));
  }
  return { goesOn: own !== null && isGoingOn(own), replacements: seen.slice(1) };
}

function childOf(schedule: BlinkSchedule | null): ScheduleKey | null {
  return schedule?.childId ? { type: schedule.key.type, id: schedule.childId } : null;
}

function isAmong(keys: readonly ScheduleKey[], key: ScheduleKey): boolean {
  return keys.some((each) => sameKey(each, key));
}

async function readOurs(
  { blink, log }: RepeatPayments,
  repeatPayment: RepeatPayment,
  key: ScheduleKey,
): Promise<BlinkSchedule | null> {
  try {
    const schedule = await blink.repeatPayments.get(key, currencyOf(repeatPayment.plan), 'verify');
    return isOurs(schedule, repeatPayment) ? schedule : null;
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    const which = { repeatPaymentId: repeatPayment.id, scheduleId: key.id };
    log.warn({ ...which, err: error }, 'a schedule that is to be ended could not be read');
    return null;
  }
}

function isOurs(schedule: BlinkSchedule, repeatPayment: RepeatPayment): boolean {
  return schedule.reference === '' || enrolmentOf(repeatPayment, schedule) !== null;
}

/**
 * Ends each, the newest first. Once all of them are, the one that they were put in the place of takes nothing more either, whatever Blink
 * answers about that one.
 */
export async function endReplacements(
  deps: RepeatPayments,
  id: string,
  keys: readonly ScheduleKey[],
  { answer }: RunOperation,
): Promise<void> {
  for (const key of [...keys].reverse()) {
    await endOne(deps, id, key, (current) => !isEndedByUs(current, key, deps.clock.now()));
  }
  if (answer.kind !== 'refused' || keys.length === 0) return;
  const evidence = 'Blink ended what it had put in its place';
  await changeRepeatPayment(deps, id, { by: 'system', evidence }, (current) =>
    isRunning(current) && keys.every((key) => isDone(current, key))
      ? [{ type: 'schedule_moved', status: 'cancelled' }]
      : [],
  );
}

function isDone({ moves }: RepeatPayment, key: ScheduleKey): boolean {
  return moves.some((move) => move.kind === 'end_stray' && sameKey(move.key, key) && move.status === 'done');
}
