import { BlinkError } from '../../blink/errors';
import type { ReturnHint } from '../../blink/wire/return-query';
import { meaningOf } from '../../blink/wire/statuses';
import type { RepeatPayments, EnrolmentReference } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import type { RepeatPayment } from '../domain/repeat-payment';
import { syncSchedule } from './sync-schedule';
import type { Cause } from '../../ledger/line';

const CAUSE: Cause = { by: 'return' };

/**
 * The customer is back from the bank. What the address says is a hint where to look, never a result: a schedule counts by its reference
 * alone. That a transaction was declined nobody can prove to be about this enrolment; whoever holds this address may give the bank's page up
 * anyway, so it may do no more than that, and only while Blink lists no such schedule.
 */
export async function syncAfterReturn(
  deps: RepeatPayments,
  at: EnrolmentReference,
  hint: ReturnHint,
): Promise<void> {
  const scheduleId = hint.scheduleId ? Number(hint.scheduleId) : null;
  try {
    const seen = await syncSchedule(deps, at.repeatPaymentId, CAUSE, { setupId: at.setupId, scheduleId });
    if (isChallenged(seen, at)) await notSeenYet(deps, at, hint.transactionId);
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    deps.log.warn({ ...at, scheduleId, err: error }, 'a returning repeat payment could not be read yet');
    await isBack(deps, at);
  }
}

function isChallenged({ setups }: RepeatPayment, { setupId }: EnrolmentReference): boolean {
  return setups.some(({ id, status }) => id === setupId && status === 'challenged');
}

async function notSeenYet(
  deps: RepeatPayments,
  at: EnrolmentReference,
  transactionId: string | null,
): Promise<void> {
  const reason = transactionId === null ? null : await declineReason(deps, transactionId);
  if (reason === null) return isBack(deps, at);
  const evidence = 'the transaction that the return named was declined, and Blink lists no such schedule';
  await changeRepeatPayment(deps, at.repeatPaymentId, { ...CAUSE, evidence }, (current) =>
    isChallenged(current, at) ? [{ type: 'setup_declined', setupId: at.setupId, reason }] : [],
  );
}

/** @returns null unless Blink shows it as declined */
async function declineReason({ blink }: RepeatPayments, transactionId: string): Promise<string | null> {
  const { status, message } = await blink.transactions.get(transactionId);
  return meaningOf('card', status) === 'declined' ? message : null;
}

/** Nothing waits at the bank any more: what became of it is found out. */
async function isBack(deps: RepeatPayments, at: EnrolmentReference): Promise<void> {
  await changeRepeatPayment(deps, at.repeatPaymentId, CAUSE, (current) =>
    isChallenged(current, at) ? [{ type: 'setup_unknown', setupId: at.setupId }] : [],
  );
}
