import { DAY, later, MINUTE } from '../../../src/kernel/clock';
import { textsIn } from '../../../src/pages/texts/texts';
import { planPage } from '../../../src/repeat-payments/pages/plan-page';
import type { NewRepeatPayment } from '../../../src/repeat-payments/domain/history';
import { FIXED, made, move, NOW, shown, STARTED, VARIABLE, type Happening } from './made';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a page is what its view prints, whatever that is
function pageAfter(happenings: readonly Happening[], now = NOW, given: Partial<NewRepeatPayment> = {}): any {
  const repeatPayment = made([...STARTED, ...happenings], given);
  return planPage(textsIn('en'), repeatPayment, repeatPayment.schedule!, now).page;
}

const FIRST = shown(1, '2026-11-29', 'paid', 1000);
const [SECOND, THIRD] = ['2026-12-13', '2026-12-27'] as const;
const IN_A_MONTH = new Date('2026-12-28T10:00:00.000Z');

describe('the page of payments that have started', () => {
  it('shows what was taken and what is to come, in order, with the sums', () => {
    const page = pageAfter([FIRST, shown(2, SECOND, 'pending'), shown(3, THIRD, 'pending')]);
    expect(page).toMatchObject({
      heading: 'Your payments are set up',
      tone: 'good',
      alert: null,
      next: 'The next payment is £5.00 on 13 December 2026.',
      mayStop: true,
      newCardHref: '/repeat-payments/token-of-rp-1/new-card',
    });
    expect(page.past.rows).toEqual([
      { date: '29 November 2026', amount: '£10.00', outcome: 'Paid', tone: 'good' },
    ]);
    expect(page.upcoming.rows.slice(0, 2).map(({ date }: { date: string }) => date)).toEqual([
      '13 December 2026',
      '27 December 2026',
    ]);
    expect(page.facts).toEqual([
      { label: 'Reference', value: 'CLUB-7' },
      { label: 'Agreed on', value: '29 November 2026' },
      { label: 'Paid so far', value: '£10.00' },
      { label: 'Upcoming', value: '£55.00 in 11 payments' },
    ]);
  });

  it.each([NOW, IN_A_MONTH])('keeps the words of the agreement with dates, read at %s', (now) => {
    expect(pageAfter([FIRST], now).agreed).toBe(
      '£10.00 on 29 November 2026, then £5.00 every 2 weeks, 12 payments in all, the last on 2 May 2027; £65.00 in total',
    );
  });

  it('says first that a payment failed, and how to go on', () => {
    const page = pageAfter([FIRST, shown(2, SECOND, 'declined'), shown(3, THIRD, 'pending')], IN_A_MONTH);
    expect(page).toMatchObject({
      heading: 'A payment did not go through',
      tone: 'bad',
      newCardHref: null,
      urgentCardHref: '/repeat-payments/token-of-rp-1/new-card',
      alert: { kind: 'error' },
    });
    expect(page.alert.text).toContain(
      'The payment of 13 December 2026 did not go through. Please replace your card',
    );
    expect(page.past.rows[0]).toEqual({
      date: '13 December 2026',
      amount: '£5.00',
      outcome: 'Did not go through',
      tone: 'bad',
    });
  });

  it('counts several failures', () => {
    const page = pageAfter([shown(2, SECOND, 'declined'), shown(3, THIRD, 'declined')], IN_A_MONTH);
    expect(page.alert.text).toContain('2 payments, the last of 27 December 2026, did not go through.');
  });

  it('does not ask again for a card once it was replaced, until the next failure', () => {
    const replaced = [shown(2, SECOND, 'declined'), ...move('update_card', 'done')];
    const page = pageAfter(replaced, later(NOW, MINUTE));
    expect(page).toMatchObject({
      alert: { kind: 'info' },
      heading: 'Your payments are set up',
      urgentCardHref: null,
      cardNews: 'Your new card is in place: it is used from the next payment on.',
    });
    expect(page.facts).toContainEqual({ label: 'Card replaced', value: '29 November 2026 at 10:00' });
    expect(pageAfter(replaced, later(NOW, DAY)).cardNews).toBeNull();
    expect(pageAfter([...replaced, shown(3, THIRD, 'declined')]).alert).toEqual({
      kind: 'error',
      text: expect.stringContaining('27 December 2026'),
    });
  });

  it('asks for the card once more when it is not known what became of it', () => {
    const page = pageAfter([shown(2, SECOND, 'declined'), ...move('update_card', 'unknown')]);
    expect(page.cardNews).toContain('Please enter it once more');
    expect(page.urgentCardHref).not.toBeNull();
  });

  it('offers no other card while one is being sent', () => {
    const page = pageAfter([shown(2, SECOND, 'declined'), ...move('update_card', null)]);
    expect(page).toMatchObject({ newCardHref: null, urgentCardHref: null });
    expect(page.cardNews).toContain('being sent');
  });

  it('offers another card when Blink refused the last one', () => {
    expect(pageAfter([...move('update_card', 'refused')])).toMatchObject({
      cardNews: null,
      newCardHref: '/repeat-payments/token-of-rp-1/new-card',
    });
  });

  it('shows payments that were stopped, and that nothing more is taken', () => {
    const stopped = [
      FIRST,
      shown(2, SECOND, 'pending'),
      { type: 'schedule_moved', status: 'cancelled' },
    ] as const;
    expect(pageAfter(stopped)).toMatchObject({
      heading: 'Your payments were stopped',
      next: 'Nothing more will be taken.',
      upcoming: { rows: [] },
      newCardHref: null,
      mayStop: false,
    });
  });

  it('shows payments that are all made', () => {
    const page = pageAfter([FIRST, { type: 'schedule_moved', status: 'completed' }]);
    expect(page).toMatchObject({ heading: 'All payments are made', tone: 'good', next: null, alert: null });
  });

  it('does not say that all is paid when the last payment failed', () => {
    const page = pageAfter([shown(2, SECOND, 'declined'), { type: 'schedule_moved', status: 'completed' }]);
    expect(page).toMatchObject({ heading: 'Your payments are over', next: null, mayStop: false });
    expect(page.alert.text).toContain('Please replace your card');
    expect(page.urgentCardHref).not.toBeNull();
  });

  it.each([
    ['2026-12-12T10:00:00Z', '', 'The next payment is £5.00 on 13 December 2026.'],
    ['2026-12-13T10:00:00Z', 'Due today', '£5.00 is due today.'],
    ['2026-12-14T10:00:00Z', 'Being checked', 'The next payment is £5.00 on 27 December 2026.'],
  ])('says at %s of a payment of which nothing was heard: %s', (now, outcome, next) => {
    const page = pageAfter([shown(2, SECOND, 'pending'), shown(3, THIRD, 'pending')], new Date(now));
    expect(page.upcoming.rows[0].outcome).toBe(outcome);
    expect(page.next).toBe(next);
  });

  it('says what was given back and called off', () => {
    const happenings = [shown(1, '2026-11-29', 'refunded', 1000), shown(2, SECOND, 'cancelled')];
    const page = pageAfter(happenings, IN_A_MONTH);
    expect(page.past.rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'Cancelled',
      'Refunded',
    ]);
    expect(page.facts).toContainEqual({ label: 'Refunded', value: '£10.00' });
  });

  it('has nothing under what was so far that has not come yet, although it was called off', () => {
    const calledOff = [FIRST, shown(2, SECOND, 'cancelled'), shown(3, THIRD, 'pending')];
    const page = pageAfter(calledOff);
    expect(page.past.rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['Paid']);
    expect(page.upcoming.rows.slice(0, 2)).toMatchObject([{ outcome: 'Cancelled' }, { outcome: '' }]);
    expect(page.next).toBe('The next payment is £5.00 on 27 December 2026.');
    const stopped = pageAfter([
      FIRST,
      shown(2, SECOND, 'cancelled'),
      shown(3, '2027-02-01', 'cancelled'),
      { type: 'schedule_moved', status: 'cancelled' },
    ]);
    expect(stopped.past.rows).toHaveLength(1);
    expect(stopped.upcoming.rows).toEqual([]);
  });

  it('folds a long list', () => {
    const page = pageAfter([], NOW, { plan: { ...FIXED, instalments: 300 } });
    expect(page.upcoming.rows).toHaveLength(6);
    expect(page.upcoming.more.label).toBe('294 later payments');
    expect(page.upcoming.more.rows).toHaveLength(294);
  });

  it('shows a short list whole', () => {
    expect(pageAfter([], NOW, { plan: { ...FIXED, instalments: 8 } }).upcoming).toMatchObject({ more: null });
  });

  it('says no sum of what is to come when there is no end', () => {
    const page = pageAfter([shown(1, '2026-11-29', 'paid', 1000), shown(2, SECOND, 'pending')], NOW, {
      plan: { ...FIXED, instalments: null },
    });
    expect(page.facts.map(({ label }: { label: string }) => label)).not.toContain('Upcoming');
    expect(page.agreed).toContain('until you or the shop stop it');
  });

  it('leads back to the shop with an id that proves nothing', () => {
    const page = pageAfter([], NOW, { plan: VARIABLE, successUrl: 'https://shop.example/thanks?x=1' });
    expect(page.continueHref).toBe('https://shop.example/thanks?x=1&repeat_payment_id=rp_1');
    expect(pageAfter([]).continueHref).toBeNull();
  });
});
