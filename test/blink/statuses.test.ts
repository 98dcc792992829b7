import fc from 'fast-check';
import { meaningOf } from '../../src/blink/wire/statuses';
import type { Family, Meaning } from '../../src/blink/payments/transaction';

const TABLE: Readonly<Record<Family, Partial<Record<Meaning, readonly string[]>>>> = {
  card: {
    captured: ['captured', 'Captured', 'Accepted', 'accept', 'settled', 'tendered', 'success', 'Paid'],
    authorised: [
      'approved',
      'Approved',
      'Pre-Auth',
      'Preauth',
      'pre auth',
      'pre_auth',
      'authorized',
      'Authorised',
      'Capture in 3 days',
      'Capture in 1 day',
      'Capture in x days',
    ],
    pending: ['Received', 'Deferred', '3DS authentication required', 'payment attempted', 'Pending'],
    declined: ['Declined', 'Referred', 'Finished', 'Failed_3DS', 'failed 3ds', 'expired', 'failed'],
    undone: [
      'Cancelled',
      'Canceled',
      'Reversed',
      'Refunded',
      'Fully Refunded',
      'Charged back',
      'Chargeback',
      'Rejected',
    ],
    partly_undone: ['Partially refunded'],
    unknown: ['Verified', 'confirmed', 'paid out', 'completed', 'pending submission', 'active'],
  },
  wallet: {
    captured: ['Captured', 'accepted'],
    authorised: ['Preauth'],
    declined: ['declined'],
    unknown: ['paid out'],
  },
  direct_debit: {
    captured: ['Paid out', 'PAID_OUT', 'paid-out'],
    confirmed: ['Confirmed'],
    pending: [
      'Pending Submission',
      'Pending submission',
      'Pending+Submission',
      'Pending%2BSubmission',
      'Pending%20Submission',
      'Submitted',
      'Pending customer approval',
    ],
    declined: ['Failed'],
    undone: ['Cancelled', 'Charged back'],
    unknown: ['captured', 'Success', 'paid', 'approved', 'accepted', 'tendered', 'Capture in 3 days'],
  },
  open_banking: {
    captured: ['Success', 'success'],
    pending: ['pending'],
    declined: ['Failed', 'declined'],
    undone: ['Cancelled', 'Rejected', 'refunded'],
    unknown: ['Accepted', 'captured', 'approved', 'paid out', 'tendered'],
  },
};

describe('the meaning of a status word', () => {
  const rows = Object.entries(TABLE).flatMap(([family, meanings]) =>
    Object.entries(meanings).flatMap(([meaning, words]) =>
      words.map((word) => [family as Family, word, meaning] as const),
    ),
  );

  it.each(rows)('%s: %s is %s', (family, word, meaning) => {
    expect(meaningOf(family, word)).toBe(meaning);
    expect(meaningOf(family, ` ${word.toUpperCase()}\n`)).toBe(meaning === 'unknown' ? 'unknown' : meaning);
  });

  it.each([
    '',
    ' ',
    'captured!',
    'not captured',
    'captured;declined',
    'uncaptured',
    'constructor',
    '__proto__',
    'toString',
    '%',
    '%zz',
    'Captured\u0000',
    'сaptured',
    'x'.repeat(65),
  ])('%j is unknown in every family', (word) => {
    for (const family of Object.keys(TABLE) as Family[]) expect(meaningOf(family, word)).toBe('unknown');
  });

  it('is money for no word but those listed', () => {
    const money = new Set(
      Object.values(TABLE).flatMap(({ captured = [], confirmed = [] }) => [...captured, ...confirmed]),
    );
    const folded = new Set([...money].map((word) => word.toLowerCase().replace(/[\s_-]/g, '')));
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom<Family>('card', 'wallet', 'direct_debit', 'open_banking'),
        (word, family) => {
          if (folded.has(word.toLowerCase().replace(/[\s_-]/g, ''))) return;
          expect(['captured', 'confirmed', 'authorised']).not.toContain(meaningOf(family, word));
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
