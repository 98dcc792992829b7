import { AppError } from '../../kernel/errors';
import type { RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import type { Change } from '../domain/history';
import type { RepeatPayment, ReviewReason } from '../domain/repeat-payment';
import { REVIEW_OF } from '../domain/time-decisions';
import { reread } from './answered-operation';
import type { Cause } from '../../ledger/line';

export const RESOLUTIONS = ['dismissed', 'not_started', 'happened', 'did_not_happen'] as const;

/**
 * What a human found out: nothing more to do; the enrolment whose outcome is unknown started nothing; what was asked of Blink without an
 * answer did, or did not, happen. That an enrolment did start something is found in Blink's list.
 */
export type Resolution = (typeof RESOLUTIONS)[number];

export class NothingToReview extends AppError {
  readonly status = 409;
  readonly code = 'nothing_to_review';
  constructor() {
    super('The repeat payment is not waiting for a review');
  }
}

/** What is not known has to be found out: looking away would leave it blocked. */
export class ResolutionDoesNotFit extends AppError {
  readonly status = 409;
  readonly code = 'resolution_does_not_fit';
  constructor(reason: ReviewReason, fitting: readonly Resolution[]) {
    super(`A review for ${reason} ends with ${fitting.join(' or ')}`);
  }
}

const OF_MOVES: readonly Resolution[] = ['happened', 'did_not_happen'];
const FITTING: Readonly<Partial<Record<ReviewReason, readonly Resolution[]>>> = {
  cancel_unknown: OF_MOVES,
  refund_unknown: OF_MOVES,
  retry_unknown: OF_MOVES,
  card_update_unknown: OF_MOVES,
  outcome_unknown: ['not_started', 'dismissed'],
};
const ANY_OTHER: readonly Resolution[] = ['dismissed'];

/**
 * Ends a review with what a human found out. What followed from something that did happen only Blink shows: it is read at once.
 * @throws NothingToReview, ResolutionDoesNotFit, RepeatPaymentNotFound
 */
export async function closeReview(
  deps: RepeatPayments,
  id: string,
  { resolution, note }: { readonly resolution: Resolution; readonly note: string },
  cause: Cause,
): Promise<RepeatPayment> {
  const { repeatPayment } = await changeRepeatPayment(deps, id, cause, (current) => {
    if (!current.review) throw new NothingToReview();
    const fitting = fittingFor(current, current.review.reason);
    if (!fitting.includes(resolution)) throw new ResolutionDoesNotFit(current.review.reason, fitting);
    return [
      ...found(current, current.review.reason, resolution, note),
      { type: 'review_closed', resolution, note },
    ];
  });
  return resolution === 'happened' ? reread(deps, repeatPayment) : repeatPayment;
}

/**
 * A lost answer is to be settled also when something graver is shown in its place; of several kinds no one word is true. Then each comes
 * up by itself when this review is over.
 */
function fittingFor({ moves }: RepeatPayment, reason: ReviewReason): readonly Resolution[] {
  const lost = new Set(moves.filter(({ status }) => status === 'unknown').map(({ kind }) => REVIEW_OF[kind]));
  return FITTING[reason] ?? (lost.size === 1 ? [...ANY_OTHER, ...OF_MOVES] : ANY_OTHER);
}

/** Of lost answers only those are settled that the review was for: the next ones get a review of their own. */
function found(
  { setups, moves }: RepeatPayment,
  reason: ReviewReason,
  resolution: Resolution,
  note: string,
): readonly Change[] {
  const unknown = moves.filter(
    ({ status, kind }) =>
      status === 'unknown' && (FITTING[reason] !== OF_MOVES || REVIEW_OF[kind] === reason),
  );
  switch (resolution) {
    case 'dismissed':
      return [];
    case 'not_started':
      return setups
        .filter(({ status }) => status === 'unknown')
        .map(({ id: setupId }) => ({ type: 'setup_abandoned', setupId }));
    case 'happened':
      return unknown.map(({ id: moveId }) => ({ type: 'move_done', moveId }));
    case 'did_not_happen':
      return unknown.map(({ id: moveId }) => ({ type: 'move_refused', moveId, reason: note }));
    default:
      return resolution satisfies never;
  }
}
