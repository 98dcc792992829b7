import type { RepeatPaymentCalls } from '../../blink/schedules/repeat-payment';
import type { RepeatPayments } from './repeat-payments';
import type { PaymentStatus, RepeatPayment } from '../domain/repeat-payment';
import { isBeingRetried } from '../domain/pending-retries';
import { answeredOperation } from './answered-operation';
import { runOperation, namesOf, type Target } from './run-operation';
import {
  OperationOutcomeUnknown,
  NotStarted,
  PaymentNotCancellable,
  PaymentNotFound,
  PaymentNotRefundable,
  PaymentNotRetryable,
} from './operation-errors';
import { isUnsettled } from './unsettled';
import type { Cause } from '../../ledger/line';

export interface PaymentReference {
  readonly repeatPaymentId: string;
  /** Blink's recurring id, as text. */
  readonly paymentId: string;
}

interface PaymentMove {
  readonly kind: 'cancel_payment' | 'refund_payment' | 'retry_payment';
  readonly of: PaymentStatus;
  readonly to: PaymentStatus;
  readonly refuse: (status: PaymentStatus) => Error;
  readonly call: keyof Pick<RepeatPaymentCalls, 'cancelOne' | 'refundOne' | 'retryOne'>;
}

const CANCEL: PaymentMove = {
  kind: 'cancel_payment',
  of: 'pending',
  to: 'cancelled',
  refuse: (status) => new PaymentNotCancellable(status),
  call: 'cancelOne',
};
const REFUND: PaymentMove = {
  kind: 'refund_payment',
  of: 'paid',
  to: 'refunded',
  refuse: (status) => new PaymentNotRefundable(status),
  call: 'refundOne',
};
const RETRY: PaymentMove = {
  kind: 'retry_payment',
  of: 'declined',
  to: 'paid',
  refuse: (status) => new PaymentNotRetryable(status),
  call: 'retryOne',
};

/**
 * Cancels one upcoming payment; the others stay.
 * @throws PaymentNotFound, PaymentNotCancellable, MoveOutcomeUnknown, MoveRefused, MoveNotSent, NotStarted, RepeatPaymentNotFound
 */
export function cancelPayment(
  deps: RepeatPayments,
  at: PaymentReference,
  cause: Cause,
  ticket: string | null = null,
): Promise<RepeatPayment> {
  return move(deps, at, CANCEL, cause, ticket);
}

/**
 * Gives the whole of one payment back, once. However many ask at once, one of them is sent.
 * @throws PaymentNotFound, PaymentNotRefundable, MoveOutcomeUnknown, MoveRefused, MoveNotSent, NotStarted, RepeatPaymentNotFound
 */
export function refundPayment(
  deps: RepeatPayments,
  at: PaymentReference,
  cause: Cause,
  ticket: string | null = null,
): Promise<RepeatPayment> {
  return move(deps, at, REFUND, cause, ticket);
}

/**
 * Has one payment that was declined taken again, now. Of a repeat payment that was cancelled nothing more is taken.
 * @throws PaymentNotFound, PaymentNotRetryable, MoveOutcomeUnknown, MoveRefused when it was declined again, MoveNotSent, NotStarted,
 * RepeatPaymentNotFound
 */
export function retryPayment(
  deps: RepeatPayments,
  at: PaymentReference,
  cause: Cause,
  ticket: string | null = null,
): Promise<RepeatPayment> {
  return move(deps, at, RETRY, cause, ticket);
}

async function move(
  deps: RepeatPayments,
  { repeatPaymentId, paymentId }: PaymentReference,
  what: PaymentMove,
  cause: Cause,
  ticket: string | null,
): Promise<RepeatPayment> {
  const made = await runOperation(
    deps,
    repeatPaymentId,
    {
      kind: what.kind,
      names: namesOf(deps, ticket),
      decide: (current) => targetIn(current, paymentId, what),
      call: ({ key }) => deps.blink.repeatPayments[what.call](key, Number(paymentId)),
    },
    cause,
  );
  return answeredOperation(deps, made, ({ payments }) =>
    payments.some(({ id, status }) => String(id) === paymentId && status === what.to),
  );
}

const TRIED_AGAIN = 'being tried again';

/** The one check of everything that is asked for about a payment: it runs on the version that the claim is written to. */
function targetIn(current: RepeatPayment, paymentId: string, { kind, of, refuse }: PaymentMove): Target {
  const { schedule, payments, moves } = current;
  if (!schedule) throw new NotStarted();
  const payment = payments.find(({ id }) => String(id) === paymentId);
  if (!payment) throw new PaymentNotFound();
  const isOpen = moves.some(
    (each) =>
      isUnsettled(each) &&
      (each.paymentId === payment.id || (kind !== 'refund_payment' && each.kind === 'cancel_all')),
  );
  if (isOpen) throw new OperationOutcomeUnknown();
  if (payment.status !== of) throw refuse(payment.status);
  if (kind === 'cancel_payment' && isBeingRetried(payment, moves))
    throw new PaymentNotCancellable(TRIED_AGAIN);
  if (kind === 'retry_payment' && schedule.status === 'cancelled')
    throw new PaymentNotRetryable('of a repeat payment that was cancelled');
  return { key: schedule.key, paymentId: payment.id };
}
