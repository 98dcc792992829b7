import type { CallMatch } from '../../src/sandbox/edge/call-match';
import type { Fault } from '../../src/sandbox/faults/fault';
import type { Deadlines } from '../../src/blink/deadlines';

/**
 * What happens when a call to Blink fails, in every way in which it can: written once, as data.
 * `fault-table.test.ts` tries each cell; `docs/faults.md` is printed from it.
 */
export interface FailingCall {
  readonly call: string;
  /** What was being done. */
  readonly when: string;
  readonly match: CallMatch;
  /** Which deadline ends a wait for it. */
  readonly deadline: keyof Deadlines;
  /** Whether it fails until it is mended, or can only be made once anyway. */
  readonly fails: 'every time' | 'once';
  readonly rows: readonly FaultRow[];
  /** Faults that nobody notices when they happen only once, because the call changes nothing and is repeated. */
  readonly repeatedAfter: readonly FaultName[];
}

export interface FaultRow {
  readonly faults: readonly FaultName[];
  readonly shopper: keyof typeof SHOPPER_SEES;
  readonly order: keyof typeof ORDER_IS;
  readonly next: keyof typeof NEXT;
}

const says = (status: number, body: object): Fault => ({ kind: 'status', status, body });
/** It repeats what it was sent, too: none of that may be written or shown. */
const UNDOCUMENTED = {
  error: `Something that no document of Blink describes: ada@shopper.example ${Buffer.from('{"paymentToken":{"method":"card"}}').toString('base64')} 4543059999999990`,
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
  'invalid input': {
    title: '422 that names a field, as documented',
    fault: says(422, { message: 'Invalid', data: { customer_email: ['The customer email is not valid.'] } }),
  },
  'intent over': {
    title: '401 “Payment intent has expired”, as documented',
    fault: says(401, { error: 'Payment intent has expired. Please create a new one.' }),
  },
} satisfies Record<string, { readonly title: string; readonly fault: Fault }>;

export type FaultName = keyof typeof FAULTS;

/** Those that are tried on every call; the others are answers to a charge. */
export const EVERYWHERE: readonly FaultName[] = [
  ...(['400', '401', '402', '403', '409', '422', '429', '500', '503 page', '200 page'] as const),
  ...(['truncated', 'wrong types', 'reset before', 'reset after', 'drip', 'silence'] as const),
];
/** Ended by a deadline of ours. */
export const NEVER_ENDING: ReadonlySet<FaultName> = new Set(['drip', 'silence']);
const NOT_DONE: readonly FaultName[] = [
  ...(['400', '401', '402', '403', '409', '422', '429', '500', '503 page', '200 page'] as const),
  'reset before',
];
const DONE: readonly FaultName[] = ['truncated', 'wrong types', 'reset after', 'drip', 'silence'];

export const SHOPPER_SEES = {
  'no way to pay': {
    sentence: '“Paying is not possible just now”: nothing was taken, with a link to try again (503)',
    status: 503,
    text: 'Nothing was taken',
  },
  'the card form': { sentence: 'the card form, as ever', status: 200, text: 'Pay £10.99' },
  'the new amount': { sentence: 'the card form with the new amount', status: 200, text: 'Pay £20.00' },
  'being checked': {
    sentence: '“We are checking your payment. Please do not pay again”, which looks again by itself',
    status: 200,
    text: 'Please do not pay again',
  },
  declined: {
    sentence: '“Your card was declined”, why, and another try',
    status: 200,
    text: 'Card declined',
  },
  'the field': {
    sentence: 'the form again with what was typed, and what is wrong with it',
    status: 422,
    text: 'The customer email is not valid',
  },
  'the form again': {
    sentence: 'the form again with what was typed: nothing was charged',
    status: 422,
    text: 'nothing was charged',
  },
  'the receipt': { sentence: 'the receipt', status: 200, text: 'Payment received' },
} as const;

export const ORDER_IS = {
  untouched: { sentence: '`open`, no attempt', status: 'open', attempts: [] },
  renewed: {
    sentence: '`open` with the new amount; the old attempt given up, a new one ready',
    status: 'open',
    attempts: ['abandoned', 'ready'],
  },
  unknown: { sentence: '`processing`: the outcome is unknown', status: 'processing', attempts: ['unknown'] },
  declined: { sentence: '`open`, the attempt declined', status: 'open', attempts: ['declined'] },
  'given up': {
    sentence: '`open`; the attempt given up, a new one ready',
    status: 'open',
    attempts: ['abandoned', 'ready'],
  },
} as const;

export const NEXT = {
  'pays once': 'As soon as Blink answers, the shopper pays; the ledger has one payment.',
  'pays the new amount': 'The shopper pays the new amount, once; the old intent is never charged.',
  'is told':
    'The notification, or the return, names the transaction: `paid`, by the one charge that was sent.',
  'is found': 'The sweep reads the transaction that Blink named: `paid`.',
  'is flagged':
    'No second charge. After 15 minutes `needs_review: outcome_unknown`; when the intent is over the shopper may choose again.',
  'tries again': 'The shopper takes another card, with a new intent, and pays once.',
} as const;

export const FAILING_CALLS: readonly FailingCall[] = [
  {
    call: 'POST tokens',
    when: 'the card form is opened',
    match: { method: 'POST', path: '/tokens' },
    deadline: 'tokenMs',
    fails: 'every time',
    rows: [{ faults: EVERYWHERE, shopper: 'no way to pay', order: 'untouched', next: 'pays once' }],
    repeatedAfter: ['429', '500', '503 page', 'reset before', 'reset after'],
  },
  {
    call: 'POST intents',
    when: 'the card form is opened',
    match: { method: 'POST', path: '/intents' },
    deadline: 'intentMs',
    fails: 'every time',
    rows: [{ faults: EVERYWHERE, shopper: 'no way to pay', order: 'untouched', next: 'pays once' }],
    repeatedAfter: [],
  },
  {
    call: 'PATCH intents/{id}',
    when: 'the shop changes the amount while the card form is open',
    match: { method: 'PATCH', path: '/intents/' },
    deadline: 'intentMs',
    fails: 'every time',
    rows: [{ faults: EVERYWHERE, shopper: 'the new amount', order: 'renewed', next: 'pays the new amount' }],
    repeatedAfter: [],
  },
  {
    call: 'POST creditcards',
    when: 'the shopper pays',
    match: { method: 'POST', path: '/creditcards' },
    deadline: 'chargeMs',
    fails: 'once',
    rows: [
      { faults: NOT_DONE, shopper: 'being checked', order: 'unknown', next: 'is flagged' },
      { faults: DONE, shopper: 'being checked', order: 'unknown', next: 'is told' },
      { faults: ['a decline'], shopper: 'declined', order: 'declined', next: 'tries again' },
      { faults: ['invalid input'], shopper: 'the field', order: 'given up', next: 'tries again' },
      { faults: ['intent over'], shopper: 'the form again', order: 'given up', next: 'tries again' },
    ],
    repeatedAfter: [],
  },
  {
    call: 'GET transactions/{id}',
    when: 'the charge’s transaction is read',
    match: { method: 'GET', path: '/transactions/' },
    deadline: 'readMs',
    fails: 'every time',
    rows: [{ faults: EVERYWHERE, shopper: 'being checked', order: 'unknown', next: 'is found' }],
    repeatedAfter: ['401', '429', '500', '503 page', 'reset before', 'reset after'],
  },
];
