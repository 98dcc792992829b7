import fc from 'fast-check';
import type { ScheduleAnswer } from '../../src/blink/schedules/repeat-payment';
import { scheduleAnswerFrom } from '../../src/blink/schedules/schedule-answer';
import { FIXED_KEY, FIXED_SCHEDULE, REFERENCE, scheduleBody, variableBody } from './schedule-setting';
import { ACSFORM, RETURN_URL, TRANSACTION_ID } from './setting';

function answer(status: number, body: unknown): ScheduleAnswer {
  return scheduleAnswerFrom(status, typeof body === 'string' ? body : JSON.stringify(body), {
    what: 'POST repeat-payments',
    asked: FIXED_SCHEDULE,
    loopbackBanks: false,
  });
}

/** PHP writes an empty list, or an empty object, where there is no error. */
const holdsSomething = (error: unknown): boolean =>
  typeof error === 'object' && error !== null ? Object.keys(error).length > 0 : Boolean(error);

const back = (query: string): object => ({ url: `${RETURN_URL}?${query}` });

describe('the answer to a new schedule', () => {
  it.each([
    ['by telephone, as recorded', 201],
    ['with 200', 200],
  ])('is the schedule %s', (_, status) => {
    expect(answer(status, scheduleBody())).toMatchObject({
      kind: 'created',
      schedule: { key: FIXED_KEY, reference: REFERENCE, status: 'Active' },
    });
  });

  it('is the bank’s form when the customer is there', () => {
    expect(answer(200, { acsform: ACSFORM })).toMatchObject({
      kind: 'challenge',
      form: { action: 'https://acs.3ds-pit.com/' },
    });
  });

  it.each<[string, object, number | null, string | null]>([
    [
      'the number of 2023 and no more',
      { id: 273, status: 'Success', card_element: '', reference: REFERENCE },
      273,
      null,
    ],
    ['a schedule without a reference', scheduleBody({ reference: null }), 273, null],
    ['a schedule of ours that cannot be read', scheduleBody({ recurring_data: 'soon' }), 273, null],
    ['an encoded number in the way back', back('repeat_payment_id=Mjcz'), 273, null],
    ['an encoded number in res', back('res=Mjcz'), 273, null],
    [
      'the number beside a transaction',
      back(`schedule_id=273&transaction_id=${TRANSACTION_ID}`),
      273,
      TRANSACTION_ID,
    ],
    [
      'a transaction',
      back(`transaction_id=${TRANSACTION_ID}&status=captured&note=Success`),
      null,
      TRANSACTION_ID,
    ],
    ['a transaction in res', back('res=QkwtMDBGN0Q2MUI1Ng=='), null, 'BL-00F7D61B56'],
  ])('names: %s', (_, body, scheduleId, transactionId) => {
    expect(answer(200, body)).toEqual({ kind: 'named', scheduleId, transactionId });
  });

  it.each<[string, number, unknown, ScheduleAnswer]>([
    [
      'a decline in the way back',
      500,
      back(`transaction_id=${TRANSACTION_ID}&status=declined&note=Card%2Bdeclined`),
      { kind: 'declined', reason: 'Card declined', transactionId: TRANSACTION_ID },
    ],
    [
      'a decline as an error',
      500,
      { error: 'Failed', error_response: 'Card declined by issuer' },
      { kind: 'declined', reason: 'Card declined by issuer', transactionId: null },
    ],
    [
      'fields that do not fit',
      422,
      { message: 'Invalid', data: { installments: ['Installments must be between 1 and 300'] } },
      {
        kind: 'invalid',
        fields: [{ field: 'installments', message: 'Installments must be between 1 and 300' }],
      },
    ],
    ['an intent that is over', 401, { error: 'Payment Intent has expired' }, { kind: 'intent_over' }],
    [
      'an account that may not',
      401,
      { error: 'Repeat payments are not enabled to this merchant account' },
      { kind: 'not_enabled' },
    ],
  ])('says no: %s', (_, status, body, expected) => {
    expect(answer(status, body)).toEqual(expected);
  });

  it.each<[string, number, unknown, string]>([
    ['another reference', 201, scheduleBody({ reference: 'rp_other.n0nce' }), 'other_reference'],
    [
      'our reference in other letters',
      201,
      scheduleBody({ reference: REFERENCE.toUpperCase() }),
      'other_reference',
    ],
    ['the other type', 201, variableBody(), 'other_type'],
    ['an id that is none', 201, scheduleBody({ id: 'new' }), 'unreadable_schedule'],
    ['a schedule and an error', 201, scheduleBody({ error: 'Failed' }), 'schedule_with_error'],
    ['a schedule and no success', 201, scheduleBody({ success: false }), 'schedule_with_error'],
    ['a schedule and a challenge', 200, scheduleBody({ acsform: ACSFORM }), 'schedule_with_way_on'],
    ['a schedule and a way back', 200, scheduleBody(back('status=captured')), 'schedule_with_way_on'],
    ['a schedule with a failure', 500, scheduleBody(), 'status_500'],
    ['a schedule with a refusal', 400, scheduleBody(), 'status_400'],
    ['a number in the way back of a failure', 500, back('res=Mjcz'), 'schedule_with_error'],
    ['a number in the way to somebody else', 200, { url: 'https://evil.example/?res=Mjcz' }, 'foreign_url'],
    [
      'a challenge that cannot be read',
      200,
      { acsform: '<form><script>1</script></form>' },
      'unreadable_acsform',
    ],
    ['a success without anything', 200, { success: true }, 'unrecognised'],
    ['an empty object', 201, {}, 'unrecognised'],
    ['a page', 200, '<html>', 'not_json'],
    ['half an answer', 201, '{"id": 273', 'not_json'],
    ['a conflict', 409, { error: 'Conflict' }, 'status_409'],
    ['a redirect', 302, scheduleBody(), 'status_302'],
  ])('is unknown: %s', (_, status, body, cause) => {
    expect(answer(status, body)).toEqual({ kind: 'unknown', cause });
  });

  it.each([
    ['a rate limit', 429, { message: 'Too Many Attempts.' }],
    ['a token that is over', 401, { error: 'Access Token expired' }],
  ])('is that it was turned away: %s', (_, status, body) => {
    expect(answer(status, body)).toEqual({ kind: 'turned_away', cause: `status_${status}` });
  });

  it.each([[[]], [{}], [''], [null], [false], [0]])(
    'is a schedule where its error says nothing: %j',
    (error) => {
      expect(answer(200, scheduleBody({ error }))).toMatchObject({ kind: 'created' });
    },
  );

  it('is never thrown at, and is a schedule only for a success that bears our reference', () => {
    const keys = [
      'id',
      'status',
      'reference',
      'acsform',
      'url',
      'error',
      'success',
      'payment_type',
      'currency',
    ];
    const overrides = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), fc.string()));
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), overrides, fc.boolean(), (status, changes, isBare) => {
        const body = isBare ? changes : { ...scheduleBody(), ...changes };
        const said = answer(status, body);
        if (said.kind !== 'created') return;
        expect(said.schedule.reference).toBe(REFERENCE);
        expect([
          200 <= status && status < 300,
          holdsSomething(changes['error']),
          changes['success'] === false,
        ]).toEqual([true, false, false]);
      }),
      { numRuns: 3_000 },
    );
  });
});
