import type { ScheduleAnswer, ScheduleCard } from '../../blink/schedules/repeat-payment';
import { BlinkNotAsked } from '../../blink/errors';
import { later, MINUTE } from '../../kernel/clock';
import { AppError, type FieldError } from '../../kernel/errors';
import type { RepeatPayments, EnrolmentReference } from './repeat-payments';
import { agreementOn } from '../domain/agreement';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { dayOf } from '../domain/days';
import type { EnrolmentTransition } from '../domain/history';
import { currencyOf } from '../domain/planned-payments';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { hasTriesLeft } from '../domain/status';
import { canBecome, LEADS_TO } from '../domain/transitions';
import { syncSchedule } from './sync-schedule';
import { isForToday } from './open-enrolment';
import { applySchedule } from './apply-schedule';
import { referenceOf } from './reference';
import type { Cause } from '../../ledger/line';
import { type Customer, payerOf, withKnownAddress } from '../../payments/customer';

/** An intent that could run out while the call is on its way is not used. */
const SHORTEST_LIFE_TO_SEND_MS = MINUTE;

/** Until when an enrolment that stands ready may be sent. */
export function sendableUntil({ intent }: Enrolment): Date {
  return later(intent.expiresAt, -SHORTEST_LIFE_TO_SEND_MS);
}

/** Another request has this enrolment already, or it is over. The repeat payment says what to show. */
export class EnrolmentNotReady extends AppError {
  readonly status = 409;
  readonly code = 'setup_not_ready';
  constructor() {
    super('This setup was used or given up before');
  }
}

/** With the last two nothing was started, and the customer may send the form again. */
export type EnrolmentOutcome =
  | { readonly kind: 'recorded'; readonly repeatPayment: RepeatPayment }
  | {
      readonly kind: 'not_charged';
      readonly why: 'not_as_shown' | 'intent_over' | 'not_sent' | 'not_enabled';
    }
  | { readonly kind: 'invalid'; readonly fields: readonly FieldError[] };

export interface EnrolmentCard {
  /** What the page that is sent asked to agree to; null where no page asked. */
  readonly agreedTo: string | null;
  readonly card: ScheduleCard;
  readonly customer: Customer;
}

const SYSTEM: Cause = { by: 'system', evidence: "Blink's answer to the setup" };

/**
 * Starts the schedule at Blink, once: claims the enrolment, asks Blink, writes down what the answer says. Whatever happens after the claim,
 * the call is never made a second time. The claim is made only if what would start is what the customer was shown.
 * @throws EnrolmentNotReady when the claim is lost: nothing was sent by this call
 */
export function sendEnrolment(
  deps: RepeatPayments,
  at: EnrolmentReference,
  given: EnrolmentCard,
  cause: Cause,
): Promise<EnrolmentOutcome> {
  return deps.inFlight.track(at.repeatPaymentId, async () => {
    const claimed = await claim(deps, at, given, cause);
    if (claimed === 'not_as_shown') return { kind: 'not_charged', why: claimed };
    if (claimed === 'stale') return { kind: 'not_charged', why: 'intent_over' };
    const { repeatPayment, setup } = claimed;
    try {
      const answer = await ask(deps, repeatPayment, setup, given);
      return await record(deps, at, asFarAsKnown(setup, answer));
    } catch (error) {
      if (error instanceof BlinkNotAsked) return notSent(deps, at);
      await moved(deps, at, { type: 'setup_unknown', setupId: at.setupId });
      throw error;
    }
  });
}

async function claim(
  deps: RepeatPayments,
  { repeatPaymentId, setupId }: EnrolmentReference,
  { agreedTo, customer }: EnrolmentCard,
  cause: Cause,
): Promise<{ readonly repeatPayment: RepeatPayment; readonly setup: Enrolment } | 'stale' | 'not_as_shown'> {
  const { repeatPayment, changes } = await changeRepeatPayment(deps, repeatPaymentId, cause, (current) => {
    const now = deps.clock.now();
    const ready = readySetup(current, setupId, now);
    if (agreedTo !== null && agreedTo !== agreementOn(dayOf(now), current)) return [];
    if (!isForToday(ready, current, now)) return [{ type: 'setup_abandoned', setupId }];
    return [{ type: 'setup_claimed', setupId, customer: withKnownAddress(customer, current.customer) }];
  });
  const setup = repeatPayment.setups.find(({ id }) => id === setupId);
  if (!setup) throw new EnrolmentNotReady();
  if (changes.length === 0) return 'not_as_shown';
  return changes.some(({ type }) => type === 'setup_claimed') ? { repeatPayment, setup } : 'stale';
}

/** @throws EnrolmentNotReady */
function readySetup(current: RepeatPayment, setupId: string, now: Date): Enrolment {
  const { schedule, closed, strays, setups, expiresAt } = current;
  const setup = setups.find(({ id }) => id === setupId);
  const isOpen = !schedule && !closed && strays.length === 0 && hasTriesLeft(current) && now < expiresAt;
  if (!isOpen || setup?.status !== 'ready' || now >= sendableUntil(setup)) throw new EnrolmentNotReady();
  return setup;
}

function ask(
  { blink, addresses }: RepeatPayments,
  repeatPayment: RepeatPayment,
  setup: Enrolment,
  { card }: EnrolmentCard,
): Promise<ScheduleAnswer> {
  return blink.repeatPayments.create({
    plan: repeatPayment.plan,
    reference: referenceOf(repeatPayment, setup),
    currency: currencyOf(repeatPayment.plan),
    intentReference: setup.intent.reference,
    card,
    payer: payerOf(repeatPayment.customer),
    returnUrl: addresses.returnUrl(repeatPayment.id, setup.id),
  });
}

/** One text for two causes: where Blink turned this enrolment away before, that call may be what used the intent up. */
function asFarAsKnown({ turnedAwayAt }: Enrolment, answer: ScheduleAnswer): ScheduleAnswer {
  const mayBeUsed = answer.kind === 'intent_over' && turnedAwayAt !== null;
  return mayBeUsed ? { kind: 'unknown', cause: 'intent_over_after_turned_away' } : answer;
}

async function record(
  deps: RepeatPayments,
  at: EnrolmentReference,
  answer: ScheduleAnswer,
): Promise<EnrolmentOutcome> {
  const { setupId } = at;
  switch (answer.kind) {
    case 'created':
      return created(deps, at, answer);
    case 'named':
      return named(deps, at, answer.scheduleId);
    case 'challenge':
      return recorded(deps, at, {
        type: 'setup_challenged',
        setupId,
        challenge: { kind: 'form', ...answer.form },
      });
    case 'declined':
      return answer.isShort ? declinedShortly(deps, at, answer.reason) : declined(deps, at, answer.reason);
    case 'invalid':
      await moved(deps, at, { type: 'setup_abandoned', setupId });
      return { kind: 'invalid', fields: answer.fields };
    case 'intent_over':
    case 'not_enabled':
      await moved(deps, at, { type: 'setup_abandoned', setupId });
      return { kind: 'not_charged', why: answer.kind };
    case 'turned_away':
      deps.log.warn({ ...at, cause: answer.cause }, 'Blink turned a setup away before looking at it');
      return withdraw(deps, at, { type: 'setup_withdrawn', setupId, turnedAway: true });
    case 'unknown':
      deps.log.error({ ...at, cause: answer.cause }, 'the outcome of a setup is unknown');
      return recorded(deps, at, { type: 'setup_unknown', setupId });
    default:
      return answer satisfies never;
  }
}

/** Its reference is this enrolment's; whose else it could be is checked where every schedule is. */
async function created(
  deps: RepeatPayments,
  at: EnrolmentReference,
  { schedule }: Extract<ScheduleAnswer, { kind: 'created' }>,
): Promise<EnrolmentOutcome> {
  const read = { schedule, readAt: deps.clock.now() };
  const repeatPayment = await applySchedule(deps, at.repeatPaymentId, read, SYSTEM);
  if (repeatPayment) return { kind: 'recorded', repeatPayment };
  return recorded(deps, at, { type: 'setup_unknown', setupId: at.setupId });
}

function declined(deps: RepeatPayments, at: EnrolmentReference, reason: string): Promise<EnrolmentOutcome> {
  return recorded(deps, at, { type: 'setup_declined', setupId: at.setupId, reason });
}

/**
 * Blink's list can tell whether a few words were the whole truth, and is read before another card is asked for: that would start a second
 * schedule. Where it cannot be read, the words count, and the sweep goes on looking.
 */
async function declinedShortly(
  deps: RepeatPayments,
  at: EnrolmentReference,
  reason: string,
): Promise<EnrolmentOutcome> {
  const written = await declined(deps, at, reason);
  try {
    return { kind: 'recorded', repeatPayment: await syncSchedule(deps, at.repeatPaymentId, SYSTEM) };
  } catch (error) {
    deps.log.warn(
      { ...at, err: error },
      'whether a refused setup started all the same could not be read yet',
    );
    return written;
  }
}

/** Blink named it and no more: what it is, is read. */
async function named(
  deps: RepeatPayments,
  at: EnrolmentReference,
  scheduleId: number | null,
): Promise<EnrolmentOutcome> {
  const written = await recorded(deps, at, {
    type: 'setup_unknown',
    setupId: at.setupId,
    ...(scheduleId !== null && { scheduleId }),
  });
  try {
    return { kind: 'recorded', repeatPayment: await syncSchedule(deps, at.repeatPaymentId, SYSTEM) };
  } catch {
    deps.log.warn({ ...at, scheduleId }, 'the schedule of a setup could not be read yet');
    return written;
  }
}

function notSent(deps: RepeatPayments, at: EnrolmentReference): Promise<EnrolmentOutcome> {
  deps.log.warn({ ...at }, 'a setup was not sent');
  return withdraw(deps, at, { type: 'setup_withdrawn', setupId: at.setupId });
}

/** A read of the schedule may have seen meanwhile that it was started all the same: then the repeat payment says so. */
async function withdraw(
  deps: RepeatPayments,
  at: EnrolmentReference,
  withdrawn: Extract<EnrolmentTransition, { type: 'setup_withdrawn' }>,
): Promise<EnrolmentOutcome> {
  const repeatPayment = await moved(deps, at, withdrawn);
  const isReady = repeatPayment.setups.some(({ id, status }) => id === at.setupId && status === 'ready');
  return isReady ? { kind: 'not_charged', why: 'not_sent' } : { kind: 'recorded', repeatPayment };
}

async function recorded(
  deps: RepeatPayments,
  at: EnrolmentReference,
  change: EnrolmentTransition,
): Promise<EnrolmentOutcome> {
  return { kind: 'recorded', repeatPayment: await moved(deps, at, change) };
}

/** A read of the schedule may have seen more before the answer came: then the answer changes nothing. */
async function moved(
  deps: RepeatPayments,
  { repeatPaymentId, setupId }: EnrolmentReference,
  change: EnrolmentTransition,
): Promise<RepeatPayment> {
  const { repeatPayment } = await changeRepeatPayment(deps, repeatPaymentId, SYSTEM, (current) => {
    const setup = current.setups.find(({ id }) => id === setupId);
    return setup?.status === 'charging' && canBecome(setup.status, LEADS_TO[change.type]) ? [change] : [];
  });
  return repeatPayment;
}
