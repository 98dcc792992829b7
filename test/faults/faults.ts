import { SEALED_BY_WALLET } from '../support/pay-by';
import type { Fault } from '../../src/sandbox/faults/fault';

const says = (status: number, body: object): Fault => ({ kind: 'status', status, body });
/** It repeats what it was sent, too: none of that may be written or shown. */
const UNDOCUMENTED = {
  error: `Something that no document of Blink describes: ada@shopper.example ${Buffer.from('{"paymentToken":{"method":"card"}}').toString('base64')} 4543059999999990, 20-00-00, 55779911 ${SEALED_BY_WALLET}`,
};

/** The work that a call asks for is done at Blink where the fault says so, and not done otherwise. */
export const FAULTS = {
  '400': { title: '400', fault: says(400, UNDOCUMENTED) },
  '401': { title: '401', fault: says(401, UNDOCUMENTED) },
  '402': { title: '402', fault: says(402, UNDOCUMENTED) },
  '403': { title: '403', fault: says(403, UNDOCUMENTED) },
  '409': { title: '409', fault: says(409, UNDOCUMENTED) },
  '422': { title: '422', fault: says(422, UNDOCUMENTED) },
  '429': {
    title: '429 with `Retry-After`',
    fault: { kind: 'status', status: 429, body: UNDOCUMENTED, headers: { 'Retry-After': '2' } },
  },
  '500': { title: '500', fault: says(500, UNDOCUMENTED) },
  '503 page': { title: '503 with a proxy’s HTML page', fault: { kind: 'html' } },
  '200 page': {
    title: '200 with an HTML page',
    fault: { kind: 'status', status: 200, body: '<!DOCTYPE html><title>Maintenance</title>' },
  },
  truncated: { title: 'done, half of the JSON arrives', fault: { kind: 'truncated' } },
  'wrong types': { title: 'done, every value has another type', fault: { kind: 'wrong-types' } },
  'reset before': { title: 'connection cut before it was done', fault: { kind: 'reset-before' } },
  'reset after': { title: 'done, connection cut before the answer', fault: { kind: 'reset-after' } },
  drip: { title: 'done, the answer drips in too slowly', fault: { kind: 'drip', everyMs: 200, bytes: 1 } },
  silence: { title: 'done, no answer ever', fault: { kind: 'timeout', work: 'done' } },
  'a decline': {
    title: '500 with `error_response`, as documented for a decline',
    fault: says(500, { error: 'Payment rejected', error_response: 'Card declined' }),
  },
  'token over': {
    title: '401 “Access Token expired”, as documented',
    fault: says(401, { error: 'Access Token expired' }),
  },
  'the bank’s no': {
    title: '400 `{"error": "Missing or invalid data"}`, as seen for a decline',
    fault: says(400, { error: 'Missing or invalid data' }),
  },
  'invalid input': {
    title: '422 that names a field, as documented',
    fault: says(422, { message: 'Invalid', data: { customer_email: ['The customer email is not valid.'] } }),
  },
  'intent over': {
    title: '401 “Payment intent has expired”, as documented',
    fault: says(401, { error: 'Payment intent has expired. Please create a new one.' }),
  },
  'not enabled': {
    title: '401 “not enabled”, as documented',
    fault: says(401, { error: 'Direct debit is not enabled to this merchant account' }),
  },
  'a refusal': {
    title: '400 with `success: false`, as documented for a refusal',
    fault: says(400, { success: false, message: 'Not today' }),
  },
  'the bank’s refusal': {
    title: '500 “Payment rejected”, as documented for a bank’s refusal',
    fault: says(500, { error: 'Payment rejected' }),
  },
} satisfies Record<string, { readonly title: string; readonly fault: Fault }>;

export type FaultName = keyof typeof FAULTS;

/** Those that are tried on every call; the others are answers to one kind of call. */
export const EVERYWHERE: readonly FaultName[] = [
  ...(['400', '401', '402', '403', '409', '422', '429', '500', '503 page', '200 page'] as const),
  ...(['truncated', 'wrong types', 'reset before', 'reset after', 'drip', 'silence'] as const),
];
/** Ended by a deadline of ours. */
export const NEVER_ENDING: ReadonlySet<FaultName> = new Set(['drip', 'silence']);
/** Apart from 429, which says that nothing was looked at. */
export const NOT_DONE: readonly FaultName[] = [
  ...(['400', '401', '402', '403', '409', '422', '500', '503 page', '200 page'] as const),
  'reset before',
];
export const DONE: readonly FaultName[] = ['truncated', 'wrong types', 'reset after', 'drip', 'silence'];
