import type { BlinkSchedule } from '../../blink/schedules/repeat-payment';
import type { RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { changesFrom } from '../domain/changes-from-schedule';
import { evolve } from '../domain/evolve';
import type { Change } from '../domain/history';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { flagged, settled, shownToHuman } from '../domain/review-changes';
import { settledOperations } from '../domain/settled-operations';
import { reasonOfOrphan } from '../domain/review-rules';
import { isKnown, isReplacement, sameKey } from '../domain/orphan-schedules';
import { ScheduleTaken } from '../store/store';
import { enrolmentOf } from './reference';
import type { Cause } from '../../ledger/line';

/** A schedule as it was read at Blink, and when the read was begun. */
export interface Read {
  readonly schedule: BlinkSchedule;
  readonly readAt: Date;
}

/**
 * The one way in which anything that happened at Blink reaches a repeat payment: schedules that were read with our own token. One counts
 * only if its reference is one of our setups'; what it then shows is written down. A second one is kept apart, to be ended.
 * @returns null when it is not this repeat payment's: nothing was changed
 */
export async function applySchedule(
  deps: RepeatPayments,
  id: string,
  { schedule, readAt }: Read,
  cause: Cause,
): Promise<RepeatPayment | null> {
  const seen = {
    by: cause.by,
    evidence: `${schedule.key.type} schedule ${schedule.key.id} is ${schedule.status}`,
  };
  try {
    const { repeatPayment, changes } = await changeRepeatPayment(deps, id, seen, (current) => {
      const setup = enrolmentOf(current, schedule);
      return setup ? saidBy(schedule, setup, current, { readAt, now: deps.clock.now(), cause: seen }) : [];
    });
    for (const { type } of changes) {
      deps.log.info(
        { repeatPaymentId: id, scheduleId: schedule.key.id, kind: type, cause: cause.by },
        'repeat payment moved',
      );
    }
    if (enrolmentOf(repeatPayment, schedule)) {
      tellOfUnclear(deps, id, schedule);
      return repeatPayment;
    }
  } catch (error) {
    if (!(error instanceof ScheduleTaken)) throw error;
  }
  deps.log.warn(
    { repeatPaymentId: id, scheduleId: schedule.key.id, cause: cause.by },
    'a schedule that is not of this repeat payment was presented',
  );
  return null;
}

/** The review says that there is something; this says where. */
function tellOfUnclear({ log }: RepeatPayments, id: string, { key, unclear }: BlinkSchedule): void {
  if (unclear.length === 0) return;
  log.warn({ repeatPaymentId: id, scheduleId: key.id, keys: unclear }, 'a schedule was read only in part');
}

interface Seeing {
  readonly readAt: Date;
  readonly now: Date;
  readonly cause: Cause;
}

function saidBy(
  schedule: BlinkSchedule,
  setup: Enrolment,
  current: RepeatPayment,
  seeing: Seeing,
): readonly Change[] {
  const beginning = beginningOf(schedule, setup, current, seeing.now);
  const begun = after(current, beginning, seeing);
  if (!begun.schedule || !sameKey(begun.schedule.key, schedule.key)) {
    return [...beginning, ...settledOperations(schedule, begun, seeing.readAt)];
  }
  const moves = settledOperations(schedule, begun, seeing.readAt);
  return [...beginning, ...moves, ...changesFrom(schedule, after(begun, moves, seeing), seeing)];
}

/** A schedule that was not known yet: the one that the customer agreed to, what Blink made of that, or one too many. */
function beginningOf(
  schedule: BlinkSchedule,
  { id: setupId, status }: Enrolment,
  current: RepeatPayment,
  now: Date,
): readonly Change[] {
  const { key } = schedule;
  if (isKnown(current, key)) return [];
  if (isReplacement(schedule, current)) return flagged(current, 'replaced_at_blink', now);
  const isWanted = current.schedule === null && current.closed === null && status !== 'started';
  if (!isWanted) {
    return [{ type: 'stray_found', setupId, key }, ...shownToHuman(current, reasonOfOrphan(current))];
  }
  const others = current.setups.filter((setup) => setup.status === 'ready');
  return [
    ...others.map((setup): Change => ({ type: 'setup_abandoned', setupId: setup.id })),
    { type: 'schedule_started', setupId, key },
    ...settled(current, ['outcome_unknown'], 'Blink shows the schedule'),
  ];
}

function after(
  repeatPayment: RepeatPayment,
  changes: readonly Change[],
  { now, cause }: Seeing,
): RepeatPayment {
  return changes.reduce<RepeatPayment>(
    (current, change) => evolve(current, { ...cause, sequence: current.version + 1, at: now, change }),
    repeatPayment,
  );
}
