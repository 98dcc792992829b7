import { DAY, later } from '../../kernel/clock';
import type { CardCheckReference, RepeatPayments } from './repeat-payments';
import { cardUpdateOn } from '../domain/agreement';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { dayOf, type Day } from '../domain/days';
import type { Change } from '../domain/history';
import type { RepeatPayment } from '../domain/repeat-payment';
import { settled } from '../domain/review-changes';
import { runOperation, namesOf, type Target } from './run-operation';
import { CardCheckUsed, CardNotReplaceable, CardPageOutdated } from './operation-errors';
import { isCardReplaceable } from './open-card-update';
import type { Cause } from '../../ledger/line';

export type CardUpdateOutcome =
  | { readonly kind: 'updated'; readonly repeatPayment: RepeatPayment }
  /** The old card stays. `too_many`: so many were tried that a thief may be trying stolen ones. `form_over`: the form is too old, and a new one is to be opened. */
  | { readonly kind: 'not_updated'; readonly why: 'form_over' | 'refused' | 'not_sent' | 'too_many' }
  /** The card may have been replaced; entering it again does no harm. */
  | { readonly kind: 'unknown' };

/**
 * Has every upcoming payment taken from another card. An earlier try whose answer was lost does not stand in the way: the
 * same card twice is one card.
 * @param shown what the page said of the payments, by `cardUpdateOn`
 * @throws CardCheckUsed when this form has given a card before; CardPageOutdated when the payments are not what it showed; CardNotReplaceable when nothing is to be taken any more, or another card is being sent at this moment; RepeatPaymentNotFound
 */
export async function updateCard(
  deps: RepeatPayments,
  { repeatPaymentId, cardCheckId }: CardCheckReference,
  { paymentToken, shown }: { readonly paymentToken: string; readonly shown: string },
  cause: Cause,
): Promise<CardUpdateOutcome> {
  const known = await deps.store.find(repeatPaymentId);
  const isOver = known?.cardCheck?.id !== cardCheckId || known.cardCheck.intent.expiresAt <= deps.clock.now();
  if (known && isOver) return { kind: 'not_updated', why: 'form_over' };
  if (known && !hasTriesLeft(known, deps.clock.now())) return { kind: 'not_updated', why: 'too_many' };
  const { answer, repeatPayment } = await runOperation(
    deps,
    repeatPaymentId,
    {
      kind: 'update_card',
      names: namesOf(deps, null),
      decide: (current) => targetIn(current, cardCheckId, shown, dayOf(deps.clock.now())),
      call: ({ key }) => deps.blink.repeatPayments.updateCard(key, paymentToken),
    },
    cause,
  );
  switch (answer.kind) {
    case 'done':
      return { kind: 'updated', repeatPayment: await settleEarlier(deps, repeatPayment) };
    case 'refused':
      return { kind: 'not_updated', why: 'refused' };
    case 'not_sent':
      return { kind: 'not_updated', why: 'not_sent' };
    case 'unknown':
    case 'nothing_to_do':
      return { kind: 'unknown' };
    default:
      return answer satisfies never;
  }
}

const MOST_A_DAY = 5;

function hasTriesLeft({ moves }: RepeatPayment, now: Date): boolean {
  const since = later(now, -DAY);
  return moves.filter(({ kind, at }) => kind === 'update_card' && at > since).length < MOST_A_DAY;
}

function targetIn(current: RepeatPayment, cardCheckId: string, shown: string, today: Day): Target {
  const { schedule, moves, cardCheck } = current;
  if (cardCheck?.id !== cardCheckId || cardCheck.isUsed) throw new CardCheckUsed();
  const isBusy = moves.some(({ kind, status }) => kind === 'update_card' && status === 'claimed');
  if (!schedule || !isCardReplaceable(current) || isBusy) throw new CardNotReplaceable();
  if (shown !== cardUpdateOn(today, current)) throw new CardPageOutdated();
  return { key: schedule.key, paymentId: null };
}

/** Whatever became of them, another card has taken their place. */
async function settleEarlier(deps: RepeatPayments, { id }: RepeatPayment): Promise<RepeatPayment> {
  const { repeatPayment } = await changeRepeatPayment(deps, id, { by: 'system' }, (current) => {
    const earlier = current.moves.filter(
      ({ kind, status }) => kind === 'update_card' && status === 'unknown',
    );
    const over = earlier.map((move): Change => ({
      type: 'move_refused',
      moveId: move.id,
      reason: 'Another card was entered since',
    }));
    return [...over, ...settled(current, ['card_update_unknown'], 'Another card was entered since')];
  });
  return repeatPayment;
}
