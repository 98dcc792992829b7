import { createHash } from 'node:crypto';
import type { RepeatPaymentEvent, RepeatPaymentEventType } from '../../orders/domain/events';
import type { Entry } from './history';
import type { PaymentStatus, RepeatPayment, ScheduleStatus } from './repeat-payment';
import { statusOf } from './status';
import { summaryForEvents } from './summary';

interface NewEvent {
  readonly type: RepeatPaymentEventType;
  readonly paymentId: string | null;
}

/** The events of one entry: those of its change, of each payment whose status changed, and of the repeat payment's own status. */
export function shopEventsOf(
  before: RepeatPayment | null,
  after: RepeatPayment,
  entry: Entry,
): readonly RepeatPaymentEvent[] {
  return eventsOf(before, after, entry).map(({ type, paymentId }, index) => ({
    id: eventId(after.id, entry.sequence, index),
    type,
    createdAt: entry.at,
    orderId: null,
    repeatPaymentId: after.id,
    paymentId,
    sequence: entry.sequence * 1_000 + index,
    data: summaryForEvents(after, entry.at),
  }));
}

function eventsOf(before: RepeatPayment | null, after: RepeatPayment, entry: Entry): readonly NewEvent[] {
  if (!before) return [];
  return [
    ...eventsOfChange(before, entry),
    ...eventsOfPayments(before, after),
    ...eventsOfStatus(before, after),
  ];
}

function eventsOfChange(before: RepeatPayment, { change }: Entry): readonly NewEvent[] {
  switch (change.type) {
    case 'schedule_started':
      return [{ type: 'repeat_payment.started', paymentId: null }];
    case 'move_done':
      return before.moves.some(({ id, kind }) => id === change.moveId && kind === 'update_card')
        ? [{ type: 'repeat_payment.card_updated', paymentId: null }]
        : [];
    case 'review_flagged':
      return before.review?.reason === change.reason
        ? []
        : [{ type: 'repeat_payment.needs_review', paymentId: null }];
    default:
      return [];
  }
}

const OF_PAYMENT: Readonly<Partial<Record<PaymentStatus, RepeatPaymentEventType>>> = {
  paid: 'repeat_payment.paid',
  declined: 'repeat_payment.failed',
  refunded: 'repeat_payment.refunded',
};

function eventsOfPayments(before: RepeatPayment, after: RepeatPayment): readonly NewEvent[] {
  return after.payments.flatMap(({ id, status }) => {
    const was = before.payments.find((each) => each.id === id)?.status;
    const type = was === status ? undefined : OF_PAYMENT[status];
    return type ? [{ type, paymentId: String(id) }] : [];
  });
}

const OF_STATUS: Readonly<Partial<Record<ScheduleStatus, RepeatPaymentEventType>>> = {
  cancelled: 'repeat_payment.cancelled',
  completed: 'repeat_payment.completed',
};

function eventsOfStatus(before: RepeatPayment, after: RepeatPayment): readonly NewEvent[] {
  const type = statusOf(before) === statusOf(after) ? undefined : OF_STATUS[statusOf(after)];
  return type ? [{ type, paymentId: null }] : [];
}

function eventId(repeatPaymentId: string, sequence: number, index: number): string {
  const digest = createHash('sha256').update(`${repeatPaymentId}/${sequence}/${index}`).digest('base64url');
  return `evt_${digest.slice(0, 22)}`;
}
