import { z } from 'zod';

/** What a caller sent, by name: JSON, urlencoded and multipart all end up here, still unread. */
export type Fields = Readonly<Record<string, unknown>>;

const objectBody = z.record(z.string(), z.unknown());

export function fieldsFrom(body: unknown): Fields {
  const read = objectBody.safeParse(body);
  return read.success ? read.data : {};
}

/** A scalar as text, trimmed; an absent, empty or structured value is ''. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
}

/** PHP clients send booleans as `1` and ''. */
export function flagOf(fields: Fields, name: string, otherwise = false): boolean {
  const text = textOf(fields, name).toLowerCase();
  if (text === '') return otherwise;
  return ['true', '1', 'yes', 'on'].includes(text);
}

/** A whole number, or null when there is none or the text is something else. */
export function wholeNumberOf(fields: Fields, name: string): number | null {
  const text = textOf(fields, name);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** merchant_data is meant to be a JSON string; an object was documented once and is kept as its JSON. */
export function merchantDataOf(fields: Fields): string | null {
  const value = fields['merchant_data'];
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return textOf(fields, 'merchant_data') || null;
}
