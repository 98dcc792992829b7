import fc from 'fast-check';
import type { InstalmentMeaning } from '../../src/blink/schedules/repeat-payment';
import { meaningOfInstalment, meaningOfSchedule } from '../../src/blink/schedules/schedule-statuses';

const said = (
  status: string | null,
  isProcessed: boolean | null = null,
  xref: string | null = null,
  hasCardToken = false,
) => meaningOfInstalment({ status, isProcessed, xref, hasCardToken });

describe('the word for a schedule', () => {
  it.each([
    ['Active', 'active'],
    ['active', 'active'],
    ['ACTIVE ', 'active'],
    ['Pending', 'pending'],
    ['Cancelled', 'cancelled'],
    ['canceled', 'cancelled'],
    ['Completed', 'completed'],
    ['Success', 'unknown'],
    ['Captured', 'unknown'],
    ['Deactivated', 'unknown'],
    ['', 'unknown'],
    ['Active'.repeat(20), 'unknown'],
  ])('%j means %s', (word, meaning) => expect(meaningOfSchedule(word)).toBe(meaning));
});

describe('what is said of one payment of a schedule', () => {
  it.each<[string, InstalmentMeaning]>([
    ['Pending', 'pending'],
    ['captured', 'paid'],
    ['Captured', 'paid'],
    ['accepted', 'paid'],
    ['DECLINED', 'declined'],
    ['Refunded', 'refunded'],
    ['removed', 'cancelled'],
    ['Cancelled', 'cancelled'],
    ['canceled', 'cancelled'],
    ['Partially refunded', 'unknown'], // how much is left, nobody says
    ['Rejected', 'unknown'],
    ['Active', 'unknown'],
    ['constructor', 'unknown'],
    ['', 'unknown'],
    ['x'.repeat(65), 'unknown'],
  ])('%j means %s', (word, meaning) => expect(said(word)).toBe(meaning));

  it.each<[boolean | null, string | null, InstalmentMeaning]>([
    [true, '24013013VX01NV35FB13TYZ', 'paid'],
    [true, null, 'unknown'],
    [false, null, 'pending'],
    [false, '24013013VX01NV35FB13TYZ', 'pending'],
    [null, '24013013VX01NV35FB13TYZ', 'unknown'],
    [null, null, 'unknown'],
  ])('without a word: processed %p, numbered %p, means %s', (isProcessed, xref, meaning) => {
    expect(said(null, isProcessed, xref)).toBe(meaning);
  });

  it('is paid in answers of 2023, which have the card’s token in the place of the number', () => {
    expect(said(null, true, null, true)).toBe('paid');
    expect(said(null, false, null, true)).toBe('pending');
    expect(said(null, null, null, true)).toBe('unknown');
    expect(said('Declined', true, null, true)).toBe('declined');
  });

  it('is unknown where the word and the flag contradict each other', () => {
    expect(said('Captured', false)).toBe('unknown');
    expect(said('Pending', true)).toBe('unknown');
    expect(said('Declined', true)).toBe('declined'); // it was tried
    expect(said('Refunded', true)).toBe('refunded');
  });

  it('is paid only by a word of the list, or by number and flag', () => {
    const flag = fc.option(fc.boolean());
    fc.assert(
      fc.property(fc.option(fc.string()), flag, fc.option(fc.string()), (status, isProcessed, xref) => {
        if (said(status, isProcessed, xref) !== 'paid') return;
        if (status === null) expect([isProcessed, xref === null]).toEqual([true, false]);
        else expect(status).toMatch(/captured|accepted/i);
      }),
      { numRuns: 2_000 },
    );
  });
});
