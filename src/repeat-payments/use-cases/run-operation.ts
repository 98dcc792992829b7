import type { ScheduleOperationAnswer } from '../../blink/schedules/repeat-payment';
import { askOnce, type NotSent } from '../../payments/ask-once';
import type { RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import type { Change } from '../domain/history';
import type { Operation, OperationKind, RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import { flagged, settled } from '../domain/review-changes';
import { sameKey } from '../domain/orphan-schedules';
import { REVIEW_OF } from '../domain/time-decisions';
import type { Cause } from '../../ledger/line';

export interface OperationRequest {
  readonly kind: OperationKind;
  /** The id of the operation, and its id when an earlier try of the same request failed under that name. */
  readonly names: OperationNames;
  /**
   * Runs on the version that the claim is written to.
   * @returns what the operation is about; null when there is nothing to do
   * @throws what the caller is refused with
   */
  readonly decide: (current: RepeatPayment) => Target | null;
  readonly call: (target: Target) => Promise<ScheduleOperationAnswer>;
}

export interface Target {
  readonly key: ScheduleKey;
  readonly paymentId: number | null;
}

export interface RunOperation {
  readonly answer: ScheduleOperationAnswer | NotSent | { readonly kind: 'nothing_to_do' };
  readonly repeatPayment: RepeatPayment;
}

export interface OperationNames {
  readonly first: string;
  readonly next: string;
}

/** @param ticket the same through all tries of one request: a try that was cut off after its claim is found again, and nothing is sent twice */
export function namesOf({ ids }: RepeatPayments, ticket: string | null): OperationNames {
  return { first: ticket === null ? ids.operation() : `mov_${ticket}`, next: ids.operation() };
}

function hasFailed({ status }: Operation): boolean {
  return status === 'refused' || status === 'withdrawn';
}

const SYSTEM: Cause = { by: 'system', evidence: "Blink's answer" };

/**
 * Has Blink do something with a schedule, once: claims it, asks, writes down what the answer says. Whatever happens after the claim, the
 * call is never made a second time.
 */
export function runOperation(
  deps: RepeatPayments,
  id: string,
  request: OperationRequest,
  cause: Cause,
): Promise<RunOperation> {
  return deps.inFlight.track(id, async () => {
    const { kind, names } = request;
    const { repeatPayment, changes } = await changeRepeatPayment(deps, id, cause, (current) => {
      const earlier = current.moves.find((move) => move.id === names.first);
      if (earlier && !hasFailed(earlier)) return [];
      const target = request.decide(current);
      const moveId = earlier ? names.next : names.first;
      return target ? [{ type: 'move_claimed', moveId, kind, ...target }] : [];
    });
    const [claim] = changes;
    if (claim?.type !== 'move_claimed') return { answer: { kind: 'nothing_to_do' }, repeatPayment };
    const which = { repeatPaymentId: id, scheduleId: claim.key.id, paymentId: claim.paymentId, kind };
    const answer = await askOnce(deps.log, which, () => request.call(claim));
    return { answer, repeatPayment: await record(deps, repeatPayment, claim.moveId, answer) };
  });
}

async function record(
  deps: RepeatPayments,
  claimed: RepeatPayment,
  moveId: string,
  answer: ScheduleOperationAnswer | NotSent,
): Promise<RepeatPayment> {
  const { repeatPayment } = await changeRepeatPayment(deps, claimed, SYSTEM, (current) => {
    const move = current.moves.find((each) => each.id === moveId);
    return move ? saidBy(answer, move, current, deps.clock.now()) : [];
  });
  return repeatPayment;
}

/** A read of the schedule may have settled it before the answer came: then the answer changes nothing. */
function saidBy(
  answer: ScheduleOperationAnswer | NotSent,
  move: Operation,
  current: RepeatPayment,
  now: Date,
): readonly Change[] {
  const { id: moveId, kind, status } = move;
  if (status !== 'claimed' && status !== 'unknown') return [];
  switch (answer.kind) {
    case 'done':
      return [
        ...sameBefore(move, current).map(({ id }): Change => ({ type: 'move_done', moveId: id })),
        { type: 'move_done', moveId },
        ...settled(current, [REVIEW_OF[kind]], 'Blink said that it was done'),
      ];
    case 'refused':
      return [{ type: 'move_refused', moveId, reason: answer.reason }];
    case 'not_sent':
      return [{ type: 'move_withdrawn', moveId }];
    case 'unknown':
      return status === 'claimed'
        ? [{ type: 'move_unknown', moveId }, ...flagged(current, REVIEW_OF[kind], now)]
        : [];
    default:
      return answer satisfies never;
  }
}

/** Ending a schedule that is being ended does no harm, so it may be asked again: done once, it is what each of them asked for. */
function sameBefore({ id, kind, key }: Operation, { moves }: RepeatPayment): readonly Operation[] {
  if (kind !== 'cancel_all' && kind !== 'end_stray') return [];
  return moves.filter(
    (each) => each.id !== id && each.kind === kind && each.status === 'unknown' && sameKey(each.key, key),
  );
}
