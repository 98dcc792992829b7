import { z } from 'zod';
import { OUTCOMES, THREE_DS } from '../cards/payment-rules';
import { fieldsFrom, type Fields } from '../edge/fields';
import { refused } from '../edge/refusal';
import { SCHEDULE_TYPES } from '../repeat-payments/schedule';
import { PORTAL_ACTIONS } from './portal';
import { SCHEDULE_ACTIONS } from './schedule-control';
import { faultSchema } from '../faults/fault';

export const clockInput = z.strictObject({
  advanceMs: z
    .number()
    .min(0)
    .max(10 * 365 * 86_400_000),
});
export const notificationInput = z.strictObject({ id: z.int() });
export const deliverPendingInput = z.strictObject({
  order: z.enum(['in-order', 'reversed']).default('in-order'),
});
export const forgeInput = z.strictObject({
  to: z.string(),
  body: z.string(),
  contentType: z.string().default('application/json'),
});
export const ruleInput = z.strictObject({
  threeDs: z.enum(THREE_DS).optional(),
  outcome: z.enum(OUTCOMES).optional(),
});
export const cardRuleInput = ruleInput.extend({ lastFour: z.coerce.string().regex(/^\d{4}$/) });
export const portalInput = z.strictObject({
  transactionId: z.string(),
  action: z.enum(PORTAL_ACTIONS),
  /** Minor units; a refund of everything that is left without it. */
  amount: z.int().min(1).optional(),
});
export const scheduleInput = z.strictObject({
  type: z.enum(SCHEDULE_TYPES),
  id: z.int(),
  action: z.enum(SCHEDULE_ACTIONS),
});
export const faultInput = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  times: z.int().min(1).default(1),
  fault: faultSchema,
});

/** @throws Refusal 400 that says what is wrong */
export function inputFrom<T>(schema: z.ZodType<T>, body: unknown, isForm: boolean): T {
  const read = schema.safeParse(isForm ? nested(fieldsFrom(body)) : (body ?? {}));
  if (!read.success) throw refused(400, z.prettifyError(read.error));
  return read.data;
}

/** A form's `notifications.copies=2` as `{notifications: {copies: 2}}`; an empty field counts as not sent. */
function nested(fields: Fields): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === '') continue;
    const [first = '', second] = name.split('.', 2);
    if (second === undefined) root[first] = scalarFrom(value);
    else root[first] = { ...fieldsFrom(root[first]), [second]: scalarFrom(value) };
  }
  return root;
}

function scalarFrom(value: unknown): unknown {
  if (typeof value !== 'string' || !/^(true|false|null|\d{1,15})$/.test(value)) return value;
  const read: unknown = JSON.parse(value.replace(/^0{1,15}(?=\d)/, ''));
  return read;
}
