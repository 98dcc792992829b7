import { z } from 'zod';
import type { Money } from '../../kernel/money';
import { moneyFromDecimal } from '../../kernel/money';
import { BlinkUnreadable } from '../errors';
import type { JsonObject } from '../wire/json';
import { isJsonObject, valueAt, valueInAnyCase } from '../wire/json';
import { plainText } from '../wire/plain-text';
import type { BlinkInstalment, BlinkSchedule, ScheduleKey } from './repeat-payment';
import { isOfOtherType } from './schedule-body';
import { dayFrom } from '../wire/wire-days';
import { wireCurrency, wireDecimal } from '../wire/wire-values';

/** Blink writes an empty text or `N/A` for an absent value. */
const noneIn = (value: unknown): unknown =>
  value === undefined || value === '' || (typeof value === 'string' && /^\s*n\/a\s*$/i.test(value))
    ? null
    : value;

const wireId = z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d{0,14}$/)]).transform(Number);
const wireFlag = z
  .union([z.boolean(), z.literal([1, 0, '1', '0', 'true', 'false', 'True', 'False'])])
  .transform((value) => ['true', '1'].includes(String(value).toLowerCase()));
const wireText = z.union([z.string(), z.number().transform(String)]);
const wireWord = z.string().max(64);
const wireDay = z.preprocess(dayFrom, z.string());
const wireXref = z.string().regex(/^[\w-]{1,64}$/);

/** Reads the values of one object by their keys, capitals or not. An unreadable value counts as absent, and its key is noted. */
class Fields {
  readonly #object: JsonObject;
  readonly #unclear = new Set<string>();

  constructor(object: JsonObject) {
    this.#object = object;
  }

  get unclear(): readonly string[] {
    return [...this.#unclear];
  }

  value(name: string): unknown {
    return noneIn(valueInAnyCase(this.#object, name));
  }

  read<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> | null {
    const read = this.#parsed(name, schema);
    if (read === undefined) this.#unclear.add(name);
    return read ?? null;
  }

  /** Reads a value that nothing depends on: when unreadable, its key is not noted. */
  ifReadable<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> | null {
    return this.#parsed(name, schema) ?? null;
  }

  /** @returns null when there is no value, undefined when there is an unreadable one */
  #parsed<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> | null | undefined {
    const value = this.value(name);
    if (value === null) return null;
    const read = schema.safeParse(value);
    return read.success ? read.data : undefined;
  }
}

/**
 * Reads a schedule as any of Blink's generations writes it: numbers as texts and texts as numbers, days in two orders, keys with and
 * without capitals, the payments in full, in part or by their places. An unreadable value that is not needed does not make the schedule
 * unreadable: its key is listed in `unclear`.
 * @param key the schedule that was asked for: an answer about another schedule is no answer
 * @param currency the plan's: amounts are in it where Blink shows none, as in all recorded answers of GET and the list
 * @throws BlinkUnreadable for what is no schedule, or another schedule
 */
export function scheduleFrom(what: string, json: unknown, key: ScheduleKey, currency: string): BlinkSchedule {
  if (!isJsonObject(json)) throw new BlinkUnreadable(what, 'the answer itself');
  const fields = new Fields(json);
  if (fields.value('id') !== null && fields.read('id', wireId) !== key.id)
    throw new BlinkUnreadable(what, 'id');
  if (isOfOtherType(fields.value('payment_type'), key.type)) throw new BlinkUnreadable(what, 'payment_type');
  const shownCurrency = fields.read('currency', wireCurrency);
  const payments = paymentsIn(fields.value('recurring_data'), shownCurrency ?? currency);
  return {
    key: { type: key.type, id: key.id },
    status: fields.read('status', wireWord) ?? '',
    reference: fields.read('reference', wireText) ?? '',
    currency: shownCurrency,
    isActive: fields.ifReadable('is_active', wireFlag),
    instalments: payments.instalments,
    unreadable: payments.unreadable,
    parentId: relationIn(fields.value('parent')),
    childId: relationIn(fields.value('child')),
    unclear: [...fields.unclear, ...payments.unclear],
  };
}

/** Reads just enough of a list's entry to know whether to read it all. @returns null for each of the two values that cannot be read */
export function nameTagFrom(json: unknown): {
  readonly id: number | null;
  readonly reference: string | null;
} {
  if (!isJsonObject(json)) return { id: null, reference: null };
  const fields = new Fields(json);
  return { id: fields.ifReadable('id', wireId), reference: fields.ifReadable('reference', wireText) };
}

type Payments = Pick<BlinkSchedule, 'instalments' | 'unreadable' | 'unclear'>;

function paymentsIn(value: unknown, currency: string): Payments {
  const rows = rowsIn(value);
  if (!rows) return { instalments: [], unreadable: [null], unclear: [PAYMENTS] };
  const read = rows.map((row) => instalmentFrom(row, currency));
  return {
    instalments: read.flatMap(({ instalment }) => instalment ?? []),
    unreadable: read.filter(({ instalment }) => !instalment).map(({ id }) => id),
    unclear: [...new Set(read.flatMap(({ unclear }) => unclear))].map((name) => `${PAYMENTS}.${name}`),
  };
}

const PAYMENTS = 'recurring_data';

/** PHP writes a list with gaps as an object, and Blink's pages show a single payment without a list around it. */
function rowsIn(value: unknown): readonly unknown[] | null {
  if (value === null) return [];
  if (isList(value)) return value;
  if (!isJsonObject(value)) return null;
  return valueInAnyCase(value, 'recurring_id') === undefined ? Object.values(value) : [value];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

interface ReadRow {
  readonly id: number | null;
  /** Null when a value that tells what became of the money cannot be read: then nothing of the row is used. */
  readonly instalment: BlinkInstalment | null;
  readonly unclear: readonly string[];
}

function instalmentFrom(row: unknown, currency: string): ReadRow {
  if (!isJsonObject(row)) return { id: null, instalment: null, unclear: ['recurring_id'] };
  const fields = new Fields(row);
  const id = fields.read('recurring_id', wireId);
  const read = {
    date: fields.read('payment_date', wireDay),
    amount: fields.read('processed_amount', amountIn(currency)),
    status: fields.read('status', wireWord),
    isProcessed: fields.ifReadable('is_processed', wireFlag),
    xref: fields.ifReadable('xref', wireXref),
    hasCardToken: typeof fields.value('card_token') === 'string',
    reference: nullOr(plainText, fields.ifReadable('reference', wireText)),
  };
  if (id === null) return { id, instalment: null, unclear: ['recurring_id'] };
  const { unclear } = fields;
  return { id, instalment: unclear.length === 0 ? { id, ...read } : null, unclear };
}

function nullOr<From, To>(change: (value: From) => To, value: From | null): To | null {
  return value === null ? null : change(value);
}

/** Reads an amount exactly: a value that is no amount of the currency is unreadable. */
function amountIn(currency: string) {
  return wireDecimal
    .transform((decimal) => moneyFromDecimal(decimal, currency))
    .refine((amount): amount is Money => amount !== null && amount.minor >= 0);
}

/** Reads the number of the schedule before or after this one: a number, or an object with that id. */
function relationIn(value: unknown): number | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const read = wireId.safeParse(isJsonObject(first) ? valueAt(first, 'id') : first);
  return read.success ? read.data : null;
}
