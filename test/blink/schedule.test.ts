import fc from 'fast-check';
import { BlinkUnreadable } from '../../src/blink/errors';
import type { ScheduleKey } from '../../src/blink/schedules/repeat-payment';
import { scheduleFrom } from '../../src/blink/schedules/schedule';
import {
  FIXED_KEY,
  instalmentBody,
  REFERENCE,
  scheduleBody,
  VARIABLE_KEY,
  variableBody,
} from './schedule-setting';

const read = (body: unknown, key: ScheduleKey = FIXED_KEY) =>
  scheduleFrom('GET repeat-payments/{id}', body, key, 'GBP');
const readOne = (overrides: object) =>
  read(scheduleBody({ recurring_data: [instalmentBody(overrides)] })).instalments[0]!;

describe('a schedule', () => {
  it('is read as it was recorded', () => {
    expect(read(scheduleBody())).toEqual({
      key: FIXED_KEY,
      status: 'Active',
      reference: REFERENCE,
      currency: 'GBP',
      isActive: true,
      instalments: [
        {
          id: 1430,
          date: '2026-07-01',
          amount: { minor: 900, currency: 'GBP' },
          status: null,
          isProcessed: true,
          xref: '24013013VX01NV35FB13TYZ',
          hasCardToken: false,
          reference: null,
        },
        expect.objectContaining({ id: 1431, date: '2026-07-03', isProcessed: false, xref: null }) as object,
        expect.objectContaining({ id: 1432, date: '2026-07-05' }) as object,
      ],
      parentId: null,
      childId: null,
      unreadable: [],
      unclear: [],
    });
  });

  it('is read as GET and the list were recorded: without a currency, which is the plan’s', () => {
    for (const missing of [undefined, null, '', 'N/A']) {
      const { currency, instalments, unclear } = read(scheduleBody({ currency: missing }));
      expect({ currency, unclear }).toEqual({ currency: null, unclear: [] });
      expect(instalments[0]?.amount).toEqual({ minor: 900, currency: 'GBP' });
    }
  });

  it('shows a currency of its own, and amounts in it', () => {
    const yen = read(scheduleBody({ currency: undefined, Currency: 'jpy' }));
    expect(yen.currency).toBe('JPY');
    expect(yen.unreadable).toEqual([1431, 1432]); // 10.01 is no amount in yen
    expect(read(scheduleBody({ currency: 'EUR' })).instalments[0]?.amount).toEqual({
      minor: 900,
      currency: 'EUR',
    });
  });

  it('is read as a variable one was recorded', () => {
    const recorded = variableBody({
      currency: undefined,
      recurring_amount: null,
      is_limited_installments: false,
      installments: null,
    });
    expect(read(recorded, VARIABLE_KEY)).toMatchObject({ key: VARIABLE_KEY, unclear: [] });
  });

  it('is read as one that was edited at the portal was recorded', () => {
    const edited = scheduleBody({
      status: 'Pending',
      is_active: false,
      recurring_data: [],
      child: scheduleBody({ id: 274 }),
    });
    expect(read(edited)).toMatchObject({ status: 'Pending', isActive: false, childId: 274, unclear: [] });
  });

  it.each<[string, object]>([
    ['an id as text', { id: '273' }],
    ['the active flag as text', { is_active: 'true' }],
    ['the active flag as a number', { is_active: 1 }],
    ['a capital postcode', { postcode: undefined, Postcode: 'AB1 2CD' }],
    ['a capital currency', { currency: undefined, Currency: 'GBP' }],
    ['a currency in small letters', { currency: 'gbp' }],
    ['no type', { payment_type: undefined }],
    ['a type on no list', { payment_type: 'sometimes' }],
    ['no id, since it is the one that was asked for', { id: undefined }],
    ['keys in capitals', { reference: undefined, Reference: REFERENCE, status: undefined, Status: 'Active' }],
    ['N/A where nothing is', { installments: 'N/A', final_payment_date: 'N/A', recurring_amount: 'n/a' }],
    ['numbers for texts', { recurring_amount: 10.01, installments: '3', customer_name: 7 }],
    ['keys nobody announced', { card_element: '<input>', next: [] }],
    [
      'the payments by their places',
      { recurring_data: { 0: instalmentBody(), 2: instalmentBody({ recurring_id: 9 }) } },
    ],
    ['one payment without a list', { recurring_data: instalmentBody() }],
  ])('may have %s', (_, overrides) => {
    const schedule = read(scheduleBody(overrides));
    expect(schedule).toMatchObject({ key: FIXED_KEY, status: 'Active', reference: REFERENCE });
    expect(schedule).toMatchObject({ currency: 'GBP', isActive: true, unreadable: [], unclear: [] });
    expect(schedule.instalments[0]).toMatchObject({ id: 1430, date: '2026-07-01' });
  });

  it.each<[string, object, boolean | null]>([
    ['"false"', { is_active: 'false' }, false],
    ['0', { is_active: 0 }, false],
    ['nothing', { is_active: undefined }, null],
    ['a word', { is_active: 'perhaps' }, null],
  ])('whose flag is %s', (_, overrides, isActive) => {
    expect(read(scheduleBody(overrides)).isActive).toBe(isActive);
  });

  it.each<[string, unknown]>([
    ['none', null],
    ['no key at all', undefined],
    ['an empty list', []],
    ['an empty object', {}],
  ])('may show no payments: %s', (_, recurring_data) => {
    expect(read(scheduleBody({ recurring_data })).instalments).toEqual([]);
  });

  it('keeps however many payments Blink shows, in Blink’s order', () => {
    const many = Array.from({ length: 317 }, (_, index) =>
      instalmentBody({ recurring_id: 5_000 - index, payment_date: index % 2 ? '2026-07-01' : '30-06-2026' }),
    );
    const { instalments } = read(scheduleBody({ recurring_data: many }));
    expect(instalments).toHaveLength(317);
    expect(instalments.slice(0, 3).map(({ id, date }) => [id, date])).toEqual([
      [5_000, '2026-06-30'],
      [4_999, '2026-07-01'],
      [4_998, '2026-06-30'],
    ]);
  });

  it('shows a payment twice where Blink does: whoever reads it must not choose one of them', () => {
    const twice = [instalmentBody(), instalmentBody({ processed_amount: '1.00' })];
    expect(read(scheduleBody({ recurring_data: twice })).instalments.map(({ id }) => id)).toEqual([
      1430, 1430,
    ]);
  });

  it.each<[string, object, number | null, number | null]>([
    ['objects', { parent: scheduleBody({ id: 272 }), child: { id: '274', Postcode: null } }, 272, 274],
    ['numbers', { parent: 272, child: '274' }, 272, 274],
    ['lists', { parent: [{ id: 272 }], child: [] }, 272, null],
    ['nothing', { parent: null, child: 'N/A' }, null, null],
    ['something else', { parent: { id: {} }, child: { name: 'x' } }, null, null],
  ])('has relatives that are %s', (_, overrides, parentId, childId) => {
    expect(read(scheduleBody(overrides))).toMatchObject({ parentId, childId });
  });

  it('has no reference where Blink shows none', () => {
    for (const reference of [null, undefined, '', 'N/A'])
      expect(read(scheduleBody({ reference })).reference).toBe('');
    expect(read(scheduleBody({ reference: 4711 })).reference).toBe('4711');
  });

  it.each<[string, ScheduleKey, Record<string, unknown>]>([
    ['another id', { type: 'fixed', id: 127 }, scheduleBody()],
    ['the other type under the same id', { type: 'fixed', id: 127 }, variableBody()],
    ['the other type under the same id, again', { type: 'variable', id: 273 }, scheduleBody()],
    ['an id that is none', FIXED_KEY, scheduleBody({ id: 0 })],
    ['an id in words', FIXED_KEY, scheduleBody({ id: 'new' })],
  ])('is not the one asked for: %s', (_, key, body) => {
    expect(() => read(body, key)).toThrow(BlinkUnreadable);
  });

  it('of the variable type is read under its own key', () => {
    expect(read(variableBody(), VARIABLE_KEY)).toMatchObject({ key: VARIABLE_KEY });
  });

  it.each<[string, object, string]>([
    ['a status that is a number', { status: 1 }, 'status'],
    ['a currency that is none', { currency: 'POUNDS' }, 'currency'],
    ['a currency that is a number', { currency: 826 }, 'currency'],
    ['a reference that is an object', { reference: {} }, 'reference'],
    ['payments that are text', { recurring_data: 'Payment 1' }, 'recurring_data'],
  ])('says where it cannot be read, and is read all the same: %s', (_, overrides, key) => {
    expect(read(scheduleBody(overrides))).toMatchObject({ key: FIXED_KEY, unclear: [key] });
  });

  it('has no status where Blink shows none', () => {
    for (const status of [undefined, null, '']) expect(read(scheduleBody({ status })).status).toBe('');
  });

  it.each<[string, object, string, number | null]>([
    ['no id', { recurring_id: null }, 'recurring_id', null],
    ['an id that is none', { recurring_id: 'first' }, 'recurring_id', null],
    ['a day that does not exist', { payment_date: '31-02-2026' }, 'payment_date', 1430],
    ['an amount in words', { processed_amount: 'ten' }, 'processed_amount', 1430],
    ['half a penny', { processed_amount: '10.005' }, 'processed_amount', 1430],
    ['a negative amount', { processed_amount: '-10.00' }, 'processed_amount', 1430],
    ['an amount that is an object', { processed_amount: {} }, 'processed_amount', 1430],
    ['a status that is an object', { status: {} }, 'status', 1430],
    ['a status that is a number', { status: 1 }, 'status', 1430],
  ])('shows all payments but one with %s', (_, overrides, key, id) => {
    const rows = [instalmentBody(overrides), instalmentBody({ recurring_id: 1431 })];
    const { instalments, unreadable, unclear } = read(scheduleBody({ recurring_data: rows }));
    expect(instalments.map((each) => each.id)).toEqual([1431]);
    expect({ unreadable, unclear }).toEqual({ unreadable: [id], unclear: [`recurring_data.${key}`] });
  });

  it.each<[string, unknown]>([
    ['a list', [scheduleBody()]],
    ['a text', 'Active'],
    ['nothing', undefined],
    ['null', null],
  ])('is none at all when the answer is %s', (_, body) => {
    expect(() => read(body)).toThrow(BlinkUnreadable);
  });

  it('is never thrown at with anything else, and its errors repeat no value', () => {
    const value = fc.oneof(fc.anything(), fc.string(), fc.integer());
    const keys = ['id', 'status', 'currency', 'recurring_data', 'parent', 'is_active', '__proto__'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (overrides) => {
        try {
          read({ ...scheduleBody({ customer_email: 'canary@example.com' }), ...overrides });
        } catch (error) {
          expect(error).toBeInstanceOf(BlinkUnreadable);
          expect(String(error)).not.toContain('canary');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a payment of a schedule', () => {
  it.each<[string, object, object]>([
    ['a day in the order of the header', { payment_date: '03-07-2026' }, { date: '2026-07-03' }],
    ['a day with a time', { payment_date: '2026-07-03 00:00:00' }, { date: '2026-07-03' }],
    ['an amount as a number', { processed_amount: 10.1 }, { amount: { minor: 1010, currency: 'GBP' } }],
    ['float noise', { processed_amount: 2.0100000000000002 }, { amount: { minor: 201, currency: 'GBP' } }],
    ['no day', { payment_date: null }, { date: null }],
    [
      'keys in capitals',
      { xref: undefined, Xref: 'V1', status: null, Status: 'Pending' },
      { xref: 'V1', status: 'Pending' },
    ],
    ['no amount', { processed_amount: null }, { amount: null }],
    ['N/A for an amount', { processed_amount: 'N/A' }, { amount: null }],
    ['an id as text', { recurring_id: '77' }, { id: 77 }],
    ['a flag as text', { is_processed: 'true' }, { isProcessed: true }],
    ['a flag as a number', { is_processed: '0' }, { isProcessed: false }],
    ['a flag in other words', { is_processed: 'done' }, { isProcessed: null }],
    ['no flag', { is_processed: undefined }, { isProcessed: null }],
    [
      'the documented keys',
      { reference: 'Payment 1', status: 'captured' },
      { reference: 'Payment 1', status: 'captured' },
    ],
    ['a gateway number that is none', { xref: '<b>' }, { xref: null }],
  ])('may have %s', (_, overrides, expected) => {
    expect(readOne(overrides)).toMatchObject(expected);
  });

  it('keeps nothing of the card that answers of 2023 carried', () => {
    const read = readOne({ xref: undefined, card_token: 'card-token-canary' });
    expect(read).toMatchObject({ xref: null, hasCardToken: true });
    expect(JSON.stringify(read)).not.toContain('canary');
  });
});
