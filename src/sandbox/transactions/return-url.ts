import type { Settings } from '../settings';

export interface Return {
  /** Absent when a declined payment is not named. */
  readonly transactionId: string | null;
  readonly status: string;
  readonly note: string;
  readonly merchantData: string | null;
}

/**
 * The address the shopper's browser is sent to. Every value is encoded twice, as recorded: `Pending Submission`
 * becomes `Pending%2BSubmission`. A query that is there already is kept.
 */
export function returnUrlOf(base: string, result: Return, form: Settings['returnForm']): string {
  const pairs = form === 'current' ? currentPairs(result) : olderPairs(result, form);
  return joined(base, pairs);
}

/** The same with other parameters. */
export function returnUrlWith(base: string, parameters: Readonly<Record<string, string>>): string {
  return joined(
    base,
    Object.entries(parameters).flatMap(([name, value]) => named(name, value)),
  );
}

function joined(base: string, pairs: readonly [string, string][]): string {
  if (pairs.length === 0) return base;
  const [address = '', fragment] = base.split('#', 2);
  const query = pairs.map(([name, value]) => `${name}=${phpEncoded(value)}`).join('&');
  const whole = `${address}${address.includes('?') ? '&' : '?'}${query}`;
  return fragment === undefined ? whole : `${whole}#${fragment}`;
}

function currentPairs({ transactionId, status, note, merchantData }: Return): [string, string][] {
  return [
    ...named('transaction_id', transactionId),
    ...named('status', status),
    ...named('note', note),
    ...named('merchant_data', merchantData),
  ];
}

function named(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, phpEncoded(value)]];
}

/** Until April 2023 there was nothing but `res`, encoded once. */
function olderPairs({ transactionId }: Return, form: 'res' | 'res-base64'): [string, string][] {
  if (transactionId === null) return [];
  return [['res', form === 'res' ? transactionId : Buffer.from(transactionId).toString('base64')]];
}

/** PHP's urlencode: a space becomes `+`, and only letters, digits, `-`, `_` and `.` stay as they are. */
export function phpEncoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
