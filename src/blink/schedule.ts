import { z } from 'zod';
import type { Money } from '../money';
import { moneyFromDecimal } from '../money';
import { readWith } from './answer';
import { BlinkUnreadable } from './errors';
import type { JsonObject } from './json';
import { isJsonObject, valueAt } from './json';
import { plainText } from './plain-text';
import type { BlinkInstalment, BlinkSchedule, ScheduleKey } from './repeat-payment';
import { wireTypeOf } from './schedule-body';
import { dayFrom } from './wire-days';
import { wireCurrency, wireDecimal } from './wire-values';

/** An empty text and `N/A` are what Blink writes where there is nothing. */
const noneIn = (value: unknown): unknown =>
  value === undefined || value === '' || (typeof value === 'string' && /^\s*n\/a\s*$/i.test(value))
    ? null
    : value;
const orNone = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(noneIn, schema.nullable());
/** For what nothing depends on: something else there is nothing there. */
const ifReadable = <Schema extends z.ZodType>(schema: Schema) => orNone(schema).catch(null);

const wireId = z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d{0,14}$/)]).transform(Number);
const wireFlag = z
  .union([z.boolean(), z.literal([1, 0, '1', '0', 'true', 'false', 'True', 'False'])])
  .transform((value) => ['true', '1'].includes(String(value).toLowerCase()));
const wireText = z.union([z.string(), z.number().transform(String)]);

const wireInstalment = z.object({
  recurring_id: wireId,
  payment_date: z.preprocess(dayFrom, z.string()),
  processed_amount: orNone(wireDecimal),
  is_processed: ifReadable(wireFlag),
  xref: ifReadable(z.string().regex(/^[\w-]{1,64}$/)),
  reference: ifReadable(wireText),
  status: orNone(z.string().max(64)),
});

const wireSchedule = z.object({
  id: wireId,
  payment_type: orNone(z.string().max(64)),
  status: z.string().min(1).max(64),
  reference: orNone(wireText),
  currency: orNone(wireCurrency),
  Currency: orNone(wireCurrency),
  is_active: ifReadable(wireFlag),
  recurring_data: z.preprocess(instalmentsIn, z.array(wireInstalment)),
  parent: z.preprocess(relationIn, z.number().nullable()),
  child: z.preprocess(relationIn, z.number().nullable()),
});

/**
 * A schedule as any of Blink's generations writes it: numbers and texts for each other, days in two orders, keys with and
 * without capitals, the payments in full, in part or by their places.
 * @param key what was asked for: an answer about another schedule is no answer
 * @throws BlinkUnreadable that names the keys that do not fit, never their values
 */
export function scheduleFrom(what: string, json: unknown, key: ScheduleKey): BlinkSchedule {
  const read = readWith(wireSchedule, what, json);
  if (read.id !== key.id) throw new BlinkUnreadable(what, 'id');
  if (read.payment_type !== null && read.payment_type !== wireTypeOf(key.type)) {
    throw new BlinkUnreadable(what, 'payment_type');
  }
  const currency = read.currency ?? read.Currency;
  if (currency === null) throw new BlinkUnreadable(what, 'currency');
  const instalments = read.recurring_data.map((each) => instalmentFrom(what, each, currency));
  return {
    key,
    status: read.status,
    reference: read.reference ?? '',
    currency,
    isActive: read.is_active,
    instalments,
    parentId: read.parent,
    childId: read.child,
  };
}

/** As much of an entry as it takes to know whether to read it. */
const nameTag = z.object({ id: wireId.nullable().catch(null), reference: ifReadable(wireText) });

/** @returns null for each of the two that cannot be read */
export function nameTagFrom(json: unknown): {
  readonly id: number | null;
  readonly reference: string | null;
} {
  return nameTag.catch({ id: null, reference: null }).parse(json);
}

function instalmentFrom(
  what: string,
  wire: z.output<typeof wireInstalment>,
  currency: string,
): BlinkInstalment {
  return {
    id: wire.recurring_id,
    date: wire.payment_date,
    amount: wire.processed_amount === null ? null : amountFrom(what, wire.processed_amount, currency),
    status: wire.status,
    isProcessed: wire.is_processed,
    xref: wire.xref,
    reference: wire.reference === null ? null : plainText(wire.reference),
  };
}

/** Nothing is guessed: an amount that is there and is none makes the whole schedule unreadable. */
function amountFrom(what: string, decimal: string | number, currency: string): Money {
  const amount = moneyFromDecimal(decimal, currency);
  if (!amount || amount.minor < 0) throw new BlinkUnreadable(what, 'recurring_data.processed_amount');
  return amount;
}

/** PHP makes an object of a list with gaps, and Blink's pages show a single payment without a list around it. */
function instalmentsIn(value: unknown): unknown {
  if (value === null || value === undefined) return [];
  if (!isJsonObject(value)) return value;
  return valueAt(value, 'recurring_id') === undefined ? Object.values(value) : [value];
}

/** The schedule before or after this one: a number, or an object that has it for its id. */
function relationIn(value: unknown): number | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const id = isJsonObject(first) ? idIn(first) : first;
  return wireId
    .nullable()
    .catch(null)
    .parse(id ?? null);
}

function idIn(object: JsonObject): unknown {
  return valueAt(object, 'id');
}
