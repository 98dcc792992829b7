import { z } from 'zod';
import type { Immutable } from '../../kernel/immutable';
import { moneySchema } from '../../kernel/money';
import type { Line } from '../../ledger/line';
import { challengeSchema } from '../../payments/challenge';
import { customerSchema } from '../../payments/customer';
import { keptIntentSchema } from '../../payments/kept-intent';
import {
  newRepeatPaymentSchema,
  OPERATION_KINDS,
  presenceSchema,
  readPaymentSchema,
  REVIEW_REASONS,
  SCHEDULE_STATUSES,
  scheduleKeySchema,
} from './repeat-payment';

/** Every change of a repeat payment, once: the types are inferred from these schemas, and lines of histories are read by them. */

const change = <const Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

const setupId = z.string();
const moveId = z.string();
const reason = z.string().nullable();

/** They move one enrolment along the transition table. */
const ENROLMENT_TRANSITIONS = [
  change('setup_claimed', { setupId, customer: customerSchema }),
  // It is certain that nothing was sent: the intent is as good as before.
  change('setup_withdrawn', { setupId, turnedAway: z.literal(true).exactOptional() }),
  change('setup_challenged', { setupId, challenge: challengeSchema }),
  // With the number of the schedule where Blink's answer named it.
  change('setup_unknown', { setupId, scheduleId: z.int().optional() }),
  change('setup_declined', { setupId, reason }),
  change('setup_abandoned', { setupId }),
  // Blink shows the schedule that this enrolment asked for.
  change('schedule_started', { setupId, key: scheduleKeySchema }),
] as const;

const ENROLMENT_OPENED = change('setup_opened', {
  setupId,
  nonce: z.string(),
  presence: presenceSchema,
  intent: keptIntentSchema,
  dueAtOnce: moneySchema.nullable(),
});

/** What was read at Blink about a schedule that exists. */
const SCHEDULE_CHANGES = [
  change('schedule_moved', { status: z.enum(SCHEDULE_STATUSES) }),
  // A payment that Blink had not shown before, or that it shows in another way now.
  change('payment_shown', { payment: readPaymentSchema }),
  change('stray_found', { setupId, key: scheduleKeySchema }),
] as const;

const OPERATION_CHANGES = [
  change('move_claimed', {
    moveId,
    kind: z.enum(OPERATION_KINDS),
    paymentId: z.int().nullable(),
    key: scheduleKeySchema,
  }),
  change('move_done', { moveId }),
  // Nothing happened, for certain.
  change('move_refused', { moveId, reason }),
  // It is certain that Blink was not asked, or has not done what it is to be asked again.
  change('move_withdrawn', { moveId }),
  change('move_unknown', { moveId }),
] as const;

/** A change as the history keeps it. */
export const changeSchema = z.discriminatedUnion('type', [
  change('repeat_payment_created', { repeatPayment: newRepeatPaymentSchema }),
  change('repeat_payment_cancelled', {}),
  change('repeat_payment_expired', {}),
  ENROLMENT_OPENED,
  ...ENROLMENT_TRANSITIONS,
  ...SCHEDULE_CHANGES,
  ...OPERATION_CHANGES,
  change('card_check_opened', { cardCheckId: z.string(), intent: keptIntentSchema }),
  change('review_flagged', { reason: z.enum(REVIEW_REASONS) }),
  change('review_closed', { resolution: z.string(), note: z.string() }),
  // Everything before this line, and the repeat payment, hold nothing any more that says who the customer was.
  change('personal_data_erased', {}),
]);

export type Entry = Line<Change>;
export type NewRepeatPayment = Immutable<z.infer<typeof newRepeatPaymentSchema>>;
export type Change = Immutable<z.infer<typeof changeSchema>>;
export type EnrolmentTransition = Immutable<z.infer<(typeof ENROLMENT_TRANSITIONS)[number]>>;
export type EnrolmentChange = Immutable<z.infer<typeof ENROLMENT_OPENED>> | EnrolmentTransition;
export type ScheduleChange = Immutable<z.infer<(typeof SCHEDULE_CHANGES)[number]>>;
export type SeenPayment = Immutable<z.infer<typeof readPaymentSchema>>;
export type OperationChange = Immutable<z.infer<(typeof OPERATION_CHANGES)[number]>>;
