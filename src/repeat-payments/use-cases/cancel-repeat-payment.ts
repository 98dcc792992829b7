import { BlinkError } from '../../blink/errors';
import type { RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { isBeingAsked } from '../domain/being-asked';
import type { Change } from '../domain/history';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { isInFlight, isRunning, statusOf } from '../domain/status';
import { orphansNotEnded } from '../domain/orphan-schedules';
import { ScheduleTaken } from '../store/store';
import { abandonReady } from '../domain/time-decisions';
import { answeredOperation } from './answered-operation';
import { endReplacements, runningAtBlink, type AtBlink } from './end-replacements';
import { endEach } from './end-orphan-schedules';
import { syncSchedule } from './sync-schedule';
import { runOperation, namesOf, type RunOperation, type Target } from './run-operation';
import { OperationOutcomeUnknown, RepeatPaymentNotCancellable, EnrolmentUnderWay } from './operation-errors';
import type { Cause } from '../../ledger/line';

/**
 * Ends a repeat payment: nothing more is taken. What was taken stays taken. Cancelling it again changes nothing, unless it is not certain
 * that Blink has ended it: ending twice does no harm, so Blink is asked once more. Nothing that cannot be read and nothing that a human is
 * to look at is in the way wherever the schedule's id is known.
 * @throws RepeatPaymentNotCancellable when it is completed; SetupUnderWay while nobody knows of a schedule that may be starting;
 * MoveOutcomeUnknown while the same is being asked; MoveRefused, MoveNotSent when it goes on; RepeatPaymentNotFound
 */
export async function cancelRepeatPayment(
  deps: RepeatPayments,
  id: string,
  cause: Cause,
  ticket: string | null = null,
): Promise<RepeatPayment> {
  const repeatPayment = await endedBeforeStart(deps, id, cause);
  if (!repeatPayment.schedule && repeatPayment.strays.length === 0) return repeatPayment;
  return isRunning(repeatPayment)
    ? stopped(deps, repeatPayment, cause, ticket)
    : stoppedOnceMore(deps, repeatPayment, cause, ticket);
}

/** Its own schedule first: nothing that has to be read is waited for before that. */
async function stopped(
  deps: RepeatPayments,
  repeatPayment: RepeatPayment,
  cause: Cause,
  ticket: string | null,
): Promise<RepeatPayment> {
  const made = await cancelAll(deps, repeatPayment, { cause, ticket, goesOn: false, hasOthers: false });
  return withOthers(deps, made, await runningAtBlink(deps, made.repeatPayment));
}

/** It is over here: whether it is at Blink is read first. */
async function stoppedOnceMore(
  deps: RepeatPayments,
  repeatPayment: RepeatPayment,
  cause: Cause,
  ticket: string | null,
): Promise<RepeatPayment> {
  const atBlink = await runningAtBlink(deps, repeatPayment);
  const hasOthers = areThereOthers(deps, repeatPayment, atBlink);
  const asking = { cause, ticket, goesOn: atBlink.goesOn, hasOthers };
  return withOthers(deps, await cancelAll(deps, repeatPayment, asking), atBlink);
}

/** What stands in the place of it, or beside it, is ended with it. */
async function withOthers(
  deps: RepeatPayments,
  made: RunOperation,
  atBlink: AtBlink,
): Promise<RepeatPayment> {
  const { id } = made.repeatPayment;
  const hasOthers = areThereOthers(deps, made.repeatPayment, atBlink);
  if (made.answer.kind === 'nothing_to_do' && !hasOthers) return made.repeatPayment;
  await endEach(deps, id, (current) => orphansNotEnded(current, deps.clock.now()));
  if (hasOthers) await endReplacements(deps, id, atBlink.replacements, made);
  // Blink refuses to end what is over: what was asked for then is the end of the others.
  return answeredOperation(deps, made, (current) =>
    hasOthers && !atBlink.goesOn ? statusOf(current) === 'cancelled' : isCancelled(current),
  );
}

function areThereOthers(
  { clock }: RepeatPayments,
  repeatPayment: RepeatPayment,
  { replacements }: AtBlink,
): boolean {
  return replacements.length > 0 || orphansNotEnded(repeatPayment, clock.now()).length > 0;
}

interface Asking {
  readonly cause: Cause;
  readonly ticket: string | null;
  /** At Blink, although it was over here. */
  readonly goesOn: boolean;
  /** Schedules in the place of this one, or beside it. */
  readonly hasOthers: boolean;
}

function cancelAll(
  deps: RepeatPayments,
  { id }: RepeatPayment,
  { cause, ticket, goesOn, hasOthers }: Asking,
): Promise<RunOperation> {
  return runOperation(
    deps,
    id,
    {
      kind: 'cancel_all',
      names: namesOf(deps, ticket),
      decide: (current) => {
        if (statusOf(current) === 'completed' && !goesOn) {
          if (hasOthers) return null;
          throw new RepeatPaymentNotCancellable('completed');
        }
        return isCancelled(current) && !goesOn ? null : whole(current, deps.clock.now());
      },
      call: ({ key }) => deps.blink.repeatPayments.cancelAll(key),
    },
    cause,
  );
}

/** While money is taken all the same it is not: then a refusal is told. */
function isCancelled(current: RepeatPayment): boolean {
  return statusOf(current) === 'cancelled' && current.review?.reason !== 'still_running';
}

/** @throws MoveOutcomeUnknown */
function whole(current: RepeatPayment, now: Date): Target | null {
  const { schedule, moves } = current;
  if (!schedule) return null;
  if (moves.some((move) => move.kind === 'cancel_all' && isBeingAsked(move, now)))
    throw new OperationOutcomeUnknown();
  return { key: schedule.key, paymentId: null };
}

/**
 * Before it started that needs no Blink. Where it may be starting it is looked for first, and what Blink itself named in its answer counts
 * as started, also when it cannot be read: it may take money.
 * @throws SetupUnderWay
 */
async function endedBeforeStart(deps: RepeatPayments, id: string, cause: Cause): Promise<RepeatPayment> {
  const current = await ended(deps, id, cause);
  if (!current.setups.some(isInFlight) || current.schedule) return current;
  await lookOnce(deps, id);
  const looked = await ended(deps, id, cause);
  const setup = looked.schedule ? undefined : looked.setups.find(isInFlight);
  if (!setup) return looked;
  return takenAtItsWord(deps, looked, setup, cause);
}

/** Unless it has started, may be starting, or has ended before. */
async function ended(deps: RepeatPayments, id: string, cause: Cause): Promise<RepeatPayment> {
  const { repeatPayment } = await changeRepeatPayment(deps, id, cause, (current): readonly Change[] =>
    current.schedule || current.closed || current.setups.some(isInFlight)
      ? []
      : [...abandonReady(current), { type: 'repeat_payment_cancelled' }],
  );
  return repeatPayment;
}

async function lookOnce(deps: RepeatPayments, id: string): Promise<void> {
  try {
    await syncSchedule(deps, id, { by: 'system', evidence: 'before a cancellation' });
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    deps.log.warn({ repeatPaymentId: id, err: error }, 'what is to be cancelled could not be looked for');
  }
}

async function takenAtItsWord(
  deps: RepeatPayments,
  { id, plan }: RepeatPayment,
  { id: setupId, scheduleId }: Enrolment,
  { by }: Cause,
): Promise<RepeatPayment> {
  if (scheduleId === null) throw new EnrolmentUnderWay();
  const evidence = `Blink's answer named the ${plan.type} schedule ${scheduleId}`;
  const key = { type: plan.type, id: scheduleId };
  try {
    const { repeatPayment } = await changeRepeatPayment(deps, id, { by, evidence }, (current) =>
      current.schedule || !current.setups.some((setup) => setup.id === setupId && isInFlight(setup))
        ? []
        : [{ type: 'schedule_started', setupId, key }],
    );
    return repeatPayment;
  } catch (error) {
    if (error instanceof ScheduleTaken) throw new EnrolmentUnderWay();
    throw error;
  }
}
