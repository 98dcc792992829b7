import { z } from 'zod';
import { moment } from '../../api/fields';
import type { Change, Entry, NewRepeatPayment } from '../domain/history';

const detail = z.union([z.string(), z.number(), z.null()]);

export const repeatPaymentHistoryEntrySchema = z
  .object({
    sequence: z.int().min(1).describe('1, 2, 3, … within the repeat payment.'),
    at: moment('When it happened.'),
    by: z
      .enum(['customer', 'return', 'notification', 'sweep', 'api', 'staff', 'system'])
      .describe(
        'What moved it. `return` is the customer coming back from the bank, `sweep` our own regular look, `system` the passing of time.',
      ),
    type: z.string().meta({
      description: 'What happened. New types may be added: show those you do not know as they are.',
      examples: [
        'repeat_payment_created',
        'schedule_started',
        'payment_shown',
        'move_claimed',
        'review_flagged',
      ],
    }),
    evidence: z
      .string()
      .nullable()
      .describe('What was seen: a schedule and its status at Blink, an API key.'),
    details: z
      .record(z.string(), detail)
      .describe('What belongs to the type: ids, days, amounts in minor units, reasons. Never personal data.'),
  })
  .meta({
    id: 'RepeatPaymentHistoryEntry',
    description: 'One line of what happened to a repeat payment. Lines are only ever added.',
  });

export function historyView({ sequence, at, by, evidence, change }: Entry) {
  return {
    sequence,
    at: at.toISOString(),
    by,
    type: change.type,
    evidence: evidence ?? null,
    details: detailsOf(change),
  };
}

type Details = Readonly<Record<string, string | number | null>>;

/**
 * The fields of changes that the API shows, with their names there. Fields that are not listed are never shown: nonces, intents, challenges,
 * tokens, and who the customer is.
 */
const SHOWN_FIELDS: Readonly<Record<string, string>> = {
  setupId: 'setup_id',
  moveId: 'move_id',
  scheduleId: 'schedule_id',
  paymentId: 'payment_id',
  presence: 'presence',
  kind: 'action',
  status: 'status',
  date: 'date',
  amount: 'amount',
  dueAtOnce: 'amount',
  reason: 'reason',
  note: 'reason',
  resolution: 'resolution',
};

export function detailsOf(change: Change): Details {
  switch (change.type) {
    case 'repeat_payment_created':
      return ofNew(change.repeatPayment);
    case 'payment_shown': {
      const { id, ...payment } = change.payment;
      return shown({ paymentId: id, ...payment });
    }
    case 'schedule_started':
    case 'stray_found':
    case 'move_claimed':
      return { ...shown(change), schedule_id: change.key.id };
    default:
      return shown(change);
  }
}

function ofNew({ plan, expiresAt }: NewRepeatPayment): Details {
  return { type: plan.type, expires_at: expiresAt.toISOString() };
}

function shown(change: object): Details {
  const details = Object.entries(change).flatMap(([field, value]) => {
    const name = Object.hasOwn(SHOWN_FIELDS, field) ? SHOWN_FIELDS[field] : undefined;
    const text = plain(value);
    return name === undefined || text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(details);
}

/** A value as the API shows it: an amount as its minor units. */
function plain(value: unknown): string | number | null | undefined {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  return typeof value === 'object' && 'minor' in value ? plain(value.minor) : undefined;
}
