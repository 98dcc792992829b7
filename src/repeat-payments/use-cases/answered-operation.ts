import type { RepeatPayments } from './repeat-payments';
import type { RepeatPayment } from '../domain/repeat-payment';
import { syncSchedule } from './sync-schedule';
import type { RunOperation } from './run-operation';
import { OperationNotSent, OperationRefused } from './operation-errors';

/**
 * What the shop is told of an operation: the schedule as Blink shows it now, or as we know it when it cannot be read.
 * @param isSo whether what was asked for is as it should be: Blink refuses to do again what was done at its portal
 * @throws MoveRefused, MoveNotSent when nothing happened
 */
export async function answeredOperation(
  deps: RepeatPayments,
  { answer, repeatPayment }: RunOperation,
  isSo: (current: RepeatPayment) => boolean,
): Promise<RepeatPayment> {
  const current = answer.kind === 'not_sent' ? repeatPayment : await reread(deps, repeatPayment);
  switch (answer.kind) {
    case 'done':
    case 'unknown':
    case 'nothing_to_do':
      return current;
    case 'refused':
      if (isSo(current)) return current;
      throw new OperationRefused(answer.reason);
    case 'not_sent':
      throw new OperationNotSent(answer.cause);
    default:
      return answer satisfies never;
  }
}

/** As Blink shows it now, or as we know it when it cannot be read. */
export async function reread(deps: RepeatPayments, known: RepeatPayment): Promise<RepeatPayment> {
  try {
    return await syncSchedule(deps, known.id, { by: 'system', evidence: 'after a call to Blink' });
  } catch (error) {
    deps.log.warn({ repeatPaymentId: known.id, err: error }, 'a schedule could not be read again yet');
    return (await deps.store.find(known.id)) ?? known;
  }
}
