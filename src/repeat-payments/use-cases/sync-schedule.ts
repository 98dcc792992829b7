import { BlinkError, BlinkUnreadable, ScheduleNotFound } from '../../blink/errors';
import type { BlinkSchedule, ScheduleKey } from '../../blink/schedules/repeat-payment';
import type { RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { isWatched } from '../domain/due';
import type { Plan } from '../domain/plan';
import { currencyOf } from '../domain/planned-payments';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { flagged, settled } from '../domain/review-changes';
import { isInFlight } from '../domain/status';
import { RepeatPaymentNotFound } from '../store/store';
import { overAt } from '../domain/time-decisions';
import { endOrphanSchedules } from './end-orphan-schedules';
import { applyTimeouts } from './apply-timeouts';
import { applySchedule } from './apply-schedule';
import { referenceOf, enrolmentOf } from './reference';
import type { Cause } from '../../ledger/line';
import type { ReadUrgency } from '../../blink/payments/transaction';

/** What somebody says to read. It proves nothing. */
export interface SyncHint {
  readonly setupId: string;
  readonly scheduleId: number | null;
}

/**
 * Reads at Blink whatever may have changed: the schedule, and for setups whose outcome is open Blink's list, since a schedule can be there
 * of which nobody told us. That the list cannot be read holds nothing else up. Reads of one repeat payment at once are one read, and whoever
 * asks while it is under way gets the one after it.
 * @throws RepeatPaymentNotFound; BlinkUnavailable, BlinkRefused, BlinkUnreadable when Blink could not be read: what was read before stays
 */
export function syncSchedule(
  deps: RepeatPayments,
  id: string,
  cause: Cause,
  hint: SyncHint | null = null,
): Promise<RepeatPayment> {
  const which = hint?.scheduleId ? `${id}/${hint.scheduleId}` : id;
  return deps.looks.run(which, () => readAndApply(deps, id, cause, hint));
}

async function readAndApply(
  deps: RepeatPayments,
  id: string,
  cause: Cause,
  hint: SyncHint | null,
): Promise<RepeatPayment> {
  await applyTimeouts(deps, id, cause);
  if (hint?.scheduleId) await lookAtHint(deps, id, hint.scheduleId, cause);
  try {
    await lookForStarts(deps, id, cause);
  } finally {
    await lookAtSchedule(deps, id, cause);
    await endOrphanSchedules(deps, id);
  }
  return applyTimeouts(deps, id, cause);
}

/** A number out of an address: the schedule under it counts only if its reference is ours. */
async function lookAtHint(deps: RepeatPayments, id: string, scheduleId: number, cause: Cause): Promise<void> {
  const { plan } = await kept(deps, id);
  const readAt = deps.clock.now();
  const schedule = await found(deps, { type: plan.type, id: scheduleId }, plan, urgencyOf(cause));
  if (schedule) await applySchedule(deps, id, { schedule, readAt }, cause);
  else deps.log.warn({ repeatPaymentId: id, scheduleId, cause: cause.by }, 'Blink has no such schedule');
}

/** For every enrolment that may have started without our knowing: what Blink named is read, and its list once and to its end. */
async function lookForStarts(deps: RepeatPayments, id: string, cause: Cause): Promise<void> {
  await lookAtNamed(deps, id, cause);
  const repeatPayment = await kept(deps, id);
  const readAt = deps.clock.now();
  const open = openSetups(repeatPayment, readAt);
  if (open.length === 0) return;
  const { plan } = repeatPayment;
  const { found: schedules, gap } = await deps.blink.repeatPayments.findByReferences(
    plan.type,
    open.map((setup) => referenceOf(repeatPayment, setup)),
    currencyOf(plan),
    urgencyOf(cause),
    cause.by === 'customer' ? 'any_recent_walk' : 'own_walk', // whoever presses a button may press it again
  );
  for (const schedule of [...schedules].sort((one, other) => one.key.id - other.key.id)) {
    await applySchedule(deps, id, { schedule, readAt }, cause);
  }
  const unlisted = open.filter(
    (setup) => !schedules.some((schedule) => enrolmentOf(repeatPayment, schedule)?.id === setup.id),
  );
  if (unlisted.length === 0) return;
  if (gap !== null) throw new BlinkUnreadable('GET repeat-payments', gap);
  for (const setup of unlisted) await giveUp(deps, id, setup.id, readAt, cause);
}

/** Blink's own answer named it: one read, where the list may take many. */
async function lookAtNamed(deps: RepeatPayments, id: string, cause: Cause): Promise<void> {
  const repeatPayment = await kept(deps, id);
  const { plan } = repeatPayment;
  for (const { scheduleId } of openSetups(repeatPayment, deps.clock.now())) {
    if (scheduleId === null) continue;
    const readAt = deps.clock.now();
    try {
      const schedule = await found(deps, { type: plan.type, id: scheduleId }, plan, urgencyOf(cause));
      if (schedule) await applySchedule(deps, id, { schedule, readAt }, cause);
    } catch (error) {
      if (!(error instanceof BlinkError)) throw error;
      deps.log.warn(
        { repeatPaymentId: id, scheduleId, err: error },
        'a schedule that Blink named could not be read yet',
      );
    }
  }
}

/** Also one whose card was declined: what an address told us of that nobody can prove. */
function openSetups({ setups }: RepeatPayment, now: Date): readonly Enrolment[] {
  return setups.filter(
    (setup) => setup.status !== 'charging' && (isInFlight(setup) || isWatched(setup, now)),
  );
}

/** Its intent is over and Blink's whole list does not have it: another one may begin. It is still looked for, for a day. */
async function giveUp(
  deps: RepeatPayments,
  id: string,
  setupId: string,
  readAt: Date,
  { by }: Cause,
): Promise<void> {
  await changeRepeatPayment(deps, id, { by, evidence: 'Blink lists no such schedule' }, (current) => {
    const setup = current.setups.find((each) => each.id === setupId);
    const mayEnd = setup?.status === 'unknown' || setup?.status === 'challenged';
    if (!mayEnd || readAt < overAt(setup)) return [];
    return [
      { type: 'setup_abandoned', setupId },
      ...settled(current, ['outcome_unknown'], 'Blink lists no such schedule'),
    ];
  });
}

async function lookAtSchedule(deps: RepeatPayments, id: string, cause: Cause): Promise<void> {
  const { schedule: known, plan } = await kept(deps, id);
  if (!known) return;
  const readAt = deps.clock.now();
  const schedule = await found(deps, known.key, plan, urgencyOf(cause));
  if (schedule) await applySchedule(deps, id, { schedule, readAt }, cause);
  else await missing(deps, id, cause);
}

/** Blink may forget what was cancelled; anything else that it does not know any more is for a human. */
async function missing(deps: RepeatPayments, id: string, { by }: Cause): Promise<void> {
  await changeRepeatPayment(deps, id, { by, evidence: 'Blink does not know the schedule' }, (current) =>
    current.schedule?.status === 'cancelled' ? [] : flagged(current, 'schedule_missing', deps.clock.now()),
  );
}

async function found(
  { blink }: RepeatPayments,
  key: ScheduleKey,
  plan: Plan,
  urgency: ReadUrgency,
): Promise<BlinkSchedule | null> {
  try {
    return await blink.repeatPayments.get(key, currencyOf(plan), urgency);
  } catch (error) {
    if (error instanceof ScheduleNotFound) return null;
    throw error;
  }
}

function urgencyOf({ by }: Cause): ReadUrgency {
  if (by === 'customer' || by === 'return') return 'look';
  return by === 'sweep' || by === 'notification' ? 'sweep' : 'verify';
}

async function kept({ store }: RepeatPayments, id: string): Promise<RepeatPayment> {
  const repeatPayment = await store.find(id);
  if (!repeatPayment) throw new RepeatPaymentNotFound();
  return repeatPayment;
}
