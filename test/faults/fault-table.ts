import type { Timeouts } from '../../src/blink/transport/timeouts';
import type { CallMatch } from '../../src/sandbox/edge/call-match';
import { DONE, EVERYWHERE, NOT_DONE, type FaultName } from './faults';
import type { PaymentMethod } from '../../src/payments/methods';

/**
 * What happens when a call to Blink fails, in every way in which it can: written once, as data.
 * `fault-table.test.ts` tries each cell; `docs/faults.md` is printed from it.
 */
export interface FailingCall {
  readonly call: string;
  /** What was being done. */
  readonly when: string;
  readonly match: CallMatch;
  /** How the shopper pays meanwhile. */
  readonly method: PaymentMethod;
  /** Which deadline ends a wait for it. */
  readonly deadline: keyof Timeouts;
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

export const SHOPPER_SEES = {
  'no way to pay': {
    sentence: '“Paying is not possible just now”: nothing was taken, with a link to try again (503)',
    status: 503,
    text: 'Nothing was taken',
  },
  'no way for this order': {
    sentence: '“This order cannot be paid here”: nothing was taken, and no word of trying again (503)',
    status: 503,
    text: 'This order cannot be paid here',
  },
  'the card form': { sentence: 'the card form, as ever', status: 200, text: 'Pay £10.99' },
  'the new amount': { sentence: 'the card form with the new amount', status: 200, text: 'Pay £20.00' },
  'being checked': {
    sentence: '“We are checking your payment. Please do not pay again”, which looks again by itself',
    status: 200,
    text: 'Please do not pay again',
  },
  declined: {
    sentence: 'that it was declined, why, and another try',
    status: 200,
    text: 'This payment did not go through',
  },
  'the field': {
    sentence: 'the form again with what was typed, and what is wrong with it',
    status: 422,
    text: 'The customer email is not valid',
  },
  'the form again': {
    sentence: 'the form again with what was typed: nothing was charged',
    status: 422,
    text: 'This page had run out, so nothing was',
  },
  'another try': {
    sentence: 'the form again with what was typed: nothing was charged, and it may be sent at once',
    status: 422,
    text: 'We could not reach the payment service. Nothing was',
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
  withdrawn: { sentence: '`open`, the attempt given up', status: 'open', attempts: ['abandoned'] },
  'turned away': { sentence: '`open`, the same attempt ready again', status: 'open', attempts: ['ready'] },
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
  'is told of days later':
    'The notification names the debit: `processing`, and `paid` when the debit that was sent once is paid out.',
  'is found': 'The sweep reads the transaction that Blink named: `paid`.',
  'is flagged':
    'No second charge. After 15 minutes `needs_review: outcome_unknown`; when the intent is over the shopper may choose again.',
  'is hidden':
    'Orders with other ways to pay do not show this one for five minutes. When it is enabled, the shopper pays, once.',
  'tries again': 'The shopper tries again, with a new intent, and pays once.',
  'tries again on the same intent': 'The shopper tries again, with the same intent, and pays once.',
} as const;

/** Blink was reached, and says that what was asked for is wrong. */
const REFUSED_FOR_GOOD: readonly FaultName[] = ['400', '422'];

export const FAILING_CALLS: readonly FailingCall[] = [
  {
    call: 'POST tokens',
    when: 'the card form is opened',
    match: { method: 'POST', path: '/tokens' },
    method: 'card',
    deadline: 'tokenMs',
    fails: 'every time',
    rows: [{ faults: EVERYWHERE, shopper: 'no way to pay', order: 'untouched', next: 'pays once' }],
    repeatedAfter: ['429', '500', '503 page', 'reset before', 'reset after'],
  },
  {
    call: 'POST intents',
    when: 'the card form is opened',
    match: { method: 'POST', path: '/intents' },
    method: 'card',
    deadline: 'intentMs',
    fails: 'every time',
    rows: [
      {
        faults: EVERYWHERE.filter((fault) => !REFUSED_FOR_GOOD.includes(fault)),
        shopper: 'no way to pay',
        order: 'untouched',
        next: 'pays once',
      },
      // A minute later it is asked for again.
      { faults: REFUSED_FOR_GOOD, shopper: 'no way for this order', order: 'untouched', next: 'pays once' },
    ],
    repeatedAfter: [],
  },
  {
    call: 'PATCH intents/{id}',
    when: 'the shop changes the amount while the card form is open',
    match: { method: 'PATCH', path: '/intents/' },
    method: 'card',
    deadline: 'intentMs',
    fails: 'every time',
    rows: [{ faults: EVERYWHERE, shopper: 'the new amount', order: 'renewed', next: 'pays the new amount' }],
    repeatedAfter: [],
  },
  payment('POST creditcards', 'card', 'the shopper pays', [
    { faults: NOT_DONE, shopper: 'being checked', order: 'unknown', next: 'is flagged' },
    { faults: DONE, shopper: 'being checked', order: 'unknown', next: 'is told' },
  ]),
  payment('POST googlepay', 'google_pay', 'the shopper has confirmed with Google Pay', [
    { faults: NOT_DONE, shopper: 'being checked', order: 'unknown', next: 'is flagged' },
    { faults: DONE, shopper: 'being checked', order: 'unknown', next: 'is told' },
  ]),
  payment('POST applepay', 'apple_pay', 'the shopper has confirmed with Apple Pay', [
    { faults: NOT_DONE, shopper: 'being checked', order: 'unknown', next: 'is flagged' },
    { faults: DONE, shopper: 'being checked', order: 'unknown', next: 'is told' },
  ]),
  // With the answer the bank's address is lost: nobody can approve a payment that was begun.
  payment('POST openbankings', 'open_banking', 'the shopper goes on to the own bank', [
    { faults: [...NOT_DONE, ...DONE], shopper: 'being checked', order: 'unknown', next: 'is flagged' },
  ]),
  payment('POST directdebits', 'direct_debit', 'the shopper sets up the debit', [
    { faults: NOT_DONE, shopper: 'being checked', order: 'unknown', next: 'is flagged' },
    { faults: DONE, shopper: 'being checked', order: 'unknown', next: 'is told of days later' },
    { faults: ['not enabled'], shopper: 'no way to pay', order: 'withdrawn', next: 'is hidden' },
  ]),
  {
    call: 'GET transactions/{id}',
    when: 'the charge’s transaction is read',
    match: { method: 'GET', path: '/transactions/' },
    method: 'card',
    deadline: 'readMs',
    fails: 'every time',
    rows: [{ faults: EVERYWHERE, shopper: 'being checked', order: 'unknown', next: 'is found' }],
    repeatedAfter: ['401', '429', '500', '503 page', 'reset before', 'reset after'],
  },
];

/** A call that moves money, with what Blink documents as answers to all of them. */
function payment(call: string, method: PaymentMethod, when: string, rows: readonly FaultRow[]): FailingCall {
  return {
    call,
    when,
    method,
    match: { method: 'POST', path: call.replace('POST ', '/pay/v1/') },
    deadline: 'chargeMs',
    fails: 'once',
    rows: [
      ...rows,
      { faults: ['a decline', 'the bank’s no'], shopper: 'declined', order: 'declined', next: 'tries again' },
      {
        faults: ['429', 'token over'],
        shopper: 'another try',
        order: 'turned away',
        next: 'tries again on the same intent',
      },
      { faults: ['invalid input'], shopper: 'the field', order: 'given up', next: 'tries again' },
      { faults: ['intent over'], shopper: 'the form again', order: 'given up', next: 'tries again' },
    ],
    repeatedAfter: [],
  };
}
