import fc from 'fast-check';
import type { OperationKind } from '../../src/blink/payments/operation-answer';
import { operationAnswerFrom } from '../../src/blink/payments/operation-answer';
import { money } from '../../src/kernel/money';
import { TRANSACTION_ID } from './setting';
import type { OperationAnswer } from '../../src/blink/payments/transaction';

const ASKED = { transactionId: TRANSACTION_ID, amount: money(201, 'GBP'), reference: 'ref_1' };

function answer(status: number, body: unknown, kind: OperationKind = 'refunds'): OperationAnswer {
  return operationAnswerFrom(status, typeof body === 'string' ? body : JSON.stringify(body), {
    kind,
    asked: ASKED,
  });
}

const DONE = { success: true, message: 'Refunded successfully', amount: 2.01, reference: 'ref_1' };

describe('an answer to a refund, cancel, capture or rerun', () => {
  it.each([
    ['as recorded', { ...DONE, transaction_id: TRANSACTION_ID }],
    ['with the amount as text', { ...DONE, amount: '2.01' }],
    ['with the noise of a binary number', { ...DONE, amount: 2.0100000000000002 }],
    ['without an amount', { success: true, message: 'Cancelled successfully' }],
    ['with success as text', { ...DONE, success: 'true' }],
    ['with a status in the place of success', { status: 'completed', amount: '2.01', reference: 'ref_1' }],
    ['of a refund that Blink has taken on', { status: 'pending', amount: '2.01' }],
  ])('is done %s', (_, body) => {
    expect(answer(200, body)).toEqual({ kind: 'done', transactionId: TRANSACTION_ID });
  });

  it('names the new transaction of a rerun', () => {
    const body = { status: 'captured', transaction_id: 'BL-NEW0000000-000001', amount: 2.01, message: 'ok' };
    expect(answer(200, body, 'reruns')).toEqual({ kind: 'done', transactionId: 'BL-NEW0000000-000001' });
  });

  it('does not compare the amount of a cancel: it takes all there is', () => {
    expect(answer(200, { ...DONE, amount: 9 }, 'cancels')).toMatchObject({ kind: 'done' });
  });

  it.each<[string, number, unknown, string]>([
    ['success false', 200, { success: false, message: 'Already refunded' }, 'Already refunded'],
    ['success false with 422', 422, { success: false, message: 'No' }, 'No'],
    ['success false with 402', 402, { success: false, message: 'No' }, 'No'],
    [
      'an error with 400',
      400,
      { error: 'Transaction must be in approved state' },
      'Transaction must be in approved state',
    ],
    ['an error with 200', 200, { error: 'Not settled' }, 'Not settled'],
    ['fields with 422', 422, { message: '', data: { amount: ['Amount is required'] } }, 'Amount is required'],
    ['a disabled account', 403, { error: 'Forbidden request' }, 'Forbidden request'],
    ['a status that says no', 200, { status: 'failed', message: 'Failed' }, 'Failed'],
  ])('is refused by %s', (_, status, body, reason) => {
    expect(answer(status, body)).toEqual({ kind: 'refused', reason });
  });

  it.each<[string, number, unknown, string]>([
    ['a contradiction', 200, { success: true, error: 'Something' }, 'contradiction'],
    ['another contradiction', 200, { success: true, status: 'declined' }, 'contradiction'],
    ['another amount than asked for', 200, { ...DONE, amount: 2 }, 'other_amount'],
    ['an amount that is none', 200, { ...DONE, amount: 'two' }, 'other_amount'],
    ['an id that is none', 200, { ...DONE, transaction_id: '../x' }, 'unreadable_transaction_id'],
    ['a status word on no list', 200, { status: 'perhaps' }, 'unrecognised'],
    ['an empty object', 200, {}, 'unrecognised'],
    ['HTML', 200, '<html>', 'not_json'],
    ['half an answer', 200, '{"success":tr', 'not_json'],
    ['a list', 200, [], 'not_json'],
    ['a redirect', 302, { success: false }, 'status_302'],
    ['a refused token', 401, { error: 'Access Token expired' }, 'status_401'],
    ['a conflict, even one that says no', 409, { success: false, message: 'x' }, 'status_409'],
    ['the rate limit', 429, { success: false, message: 'Too many' }, 'status_429'],
    ['a time-out at Blink', 408, { error: 'Timeout' }, 'status_408'],
    ['a broken Blink', 500, { success: false, message: 'Server Error' }, 'status_500'],
    ['a broken way to Blink', 503, '<html>', 'status_503'],
    ['a 400 that says nothing', 400, {}, 'status_400'],
  ])('is unknown after %s', (_, status, body, cause) => {
    expect(answer(status, body)).toEqual({ kind: 'unknown', cause });
  });

  it('takes a decline of the bank from a 500 for a rerun, which asks the bank, and for nothing else', () => {
    const declined = { error: 'Payment rejected' };
    expect(answer(500, declined, 'reruns')).toEqual({ kind: 'refused', reason: 'Payment rejected' });
    expect(answer(500, declined, 'refunds')).toEqual({ kind: 'unknown', cause: 'status_500' });
  });

  it('never throws, and says done only where Blink said so', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.object().map((each) => JSON.stringify(each)),
    );
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), body, (status, text) => {
        const { kind } = answer(status, text);
        if (kind === 'done') expect(text).toMatch(/"success"|"status"/);
        if (status < 200 || status >= 300) expect(kind).not.toBe('done');
      }),
      { numRuns: 2_000 },
    );
  });
});
