import { z } from 'zod';
import { moment } from '../../api/fields';
import type { Entry } from '../domain/history';
import { detailsOf } from './history-details';

const detail = z.union([z.string(), z.number(), z.null(), z.array(z.string())]);

export const historyEntrySchema = z
  .object({
    sequence: z.int().min(1).describe('1, 2, 3, … within the order.'),
    at: moment('When it happened.'),
    by: z
      .enum(['customer', 'return', 'notification', 'sweep', 'api', 'staff', 'system'])
      .describe(
        'What moved the order. `return` is the customer coming back from the bank, `sweep` our own regular look, `system` the passing of time.',
      ),
    type: z.string().meta({
      description: 'What happened. New types may be added: show those you do not know as they are.',
      examples: ['order_created', 'charge_claimed', 'money_captured', 'refund_succeeded', 'review_flagged'],
    }),
    evidence: z
      .string()
      .nullable()
      .describe('What was seen: a transaction and its status at Blink, an API key.'),
    details: z
      .record(z.string(), detail)
      .describe('What belongs to the type: ids, amounts in minor units, reasons. Never personal data.'),
  })
  .meta({
    id: 'HistoryEntry',
    description: 'One line of what happened to an order. Lines are only ever added.',
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
