import { z } from 'zod';
import { challenge, intent } from '../../orders/store/stored-attempt';
import { customer, money } from '../../orders/store/stored-values';
import type { Change, NewRepeatPayment } from '../domain/history';
import {
  moveKind,
  paymentStatus,
  plan,
  presence,
  reviewReason,
  scheduleKey,
  scheduleStatus,
} from './stored-values';
import { moment } from '../../postgres/values';

type Type = Change['type'];
type Readers = { readonly [Each in Type]: z.ZodType<Extract<Change, { readonly type: Each }>> };

const newRepeatPayment: z.ZodType<NewRepeatPayment> = z.object({
  id: z.string(),
  token: z.string(),
  reference: z.string(),
  plan,
  customer,
  orderId: z.string().nullable(),
  successUrl: z.string().nullable(),
  expiresAt: moment,
});

const change = <const Name extends Type, Shape extends z.core.$ZodLooseShape>(type: Name, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

const setupId = z.string();
const moveId = z.string();
const reason = z.string().nullable();

/** One reader for each type of change there is. */
const READERS: Readers = {
  repeat_payment_created: change('repeat_payment_created', { repeatPayment: newRepeatPayment }),
  repeat_payment_cancelled: change('repeat_payment_cancelled', {}),
  repeat_payment_expired: change('repeat_payment_expired', {}),
  setup_opened: change('setup_opened', {
    setupId,
    nonce: z.string(),
    presence,
    intent,
    dueAtOnce: money.nullable(),
  }),
  setup_claimed: change('setup_claimed', { setupId, customer }),
  setup_withdrawn: change('setup_withdrawn', { setupId, turnedAway: z.literal(true).exactOptional() }),
  setup_challenged: change('setup_challenged', { setupId, challenge }),
  setup_unknown: change('setup_unknown', { setupId, scheduleId: z.int().optional() }),
  setup_declined: change('setup_declined', { setupId, reason }),
  setup_abandoned: change('setup_abandoned', { setupId }),
  schedule_started: change('schedule_started', { setupId, key: scheduleKey }),
  schedule_moved: change('schedule_moved', { status: scheduleStatus }),
  payment_shown: change('payment_shown', {
    payment: z.object({ id: z.int(), date: z.string(), amount: money, status: paymentStatus }),
  }),
  stray_found: change('stray_found', { setupId, key: scheduleKey }),
  move_claimed: change('move_claimed', {
    moveId,
    kind: moveKind,
    paymentId: z.int().nullable(),
    key: scheduleKey,
  }),
  move_done: change('move_done', { moveId }),
  move_refused: change('move_refused', { moveId, reason }),
  move_withdrawn: change('move_withdrawn', { moveId }),
  move_unknown: change('move_unknown', { moveId }),
  card_check_opened: change('card_check_opened', { cardCheckId: z.string(), intent }),
  review_flagged: change('review_flagged', { reason: reviewReason }),
  review_closed: change('review_closed', { resolution: z.string(), note: z.string() }),
  personal_data_erased: change('personal_data_erased', {}),
};

const isType = (word: unknown): boolean => typeof word === 'string' && Object.hasOwn(READERS, word);

/** A change as the history keeps it. */
export const storedChange = z
  .looseObject({ type: z.custom<Type>(isType) })
  .transform((stored): Change => READERS[stored.type].parse(stored));
