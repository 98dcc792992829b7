import type { Operation, RepeatPayment } from '../domain/repeat-payment';

/** Every card that was entered in the place of another, whatever became of it; the newest last. */
function cardUpdates({ moves }: RepeatPayment): readonly Operation[] {
  return moves.filter(({ kind }) => kind === 'update_card');
}

export function lastCardUpdate(repeatPayment: RepeatPayment): Operation | null {
  return cardUpdates(repeatPayment).at(-1) ?? null;
}

/** The last one that Blink took over. */
export function lastReplacement(repeatPayment: RepeatPayment): Operation | null {
  return cardUpdates(repeatPayment).findLast(({ status }) => status === 'done') ?? null;
}
