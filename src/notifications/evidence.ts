import { z } from 'zod';
import { holdsCardNumber } from '../kernel/card-numbers';

const LONGEST = 200;
/** Each is six bytes long in JSON: a few hundred of them would be more than is kept of a notification. */
const CONTROL_CHARACTERS = /\p{Cc}/gu;

/** A word or a line, cut short; anything else says nothing. */
const line = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).replace(CONTROL_CHARACTERS, ' ').slice(0, LONGEST))
  .transform((text) => (holdsCardNumber(text) ? '[withheld]' : text))
  .optional()
  .catch(undefined);

/** The fields that Blink documents; our own `merchant_data` is not among them, nor is anything that could hold a shopper's data. */
const body = z.object({ transaction_id: line, status: line, note: line, event_type: line }).catch({});

/** What a notification claimed, kept as evidence and believed by nobody. */
export function evidenceIn(notification: unknown): Readonly<Record<string, string>> {
  const said = Object.entries(body.parse(notification));
  return Object.fromEntries(said.filter((field): field is [string, string] => field[1] !== undefined));
}
