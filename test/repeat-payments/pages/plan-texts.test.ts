import fc from 'fast-check';
import { formatMoney, money } from '../../../src/kernel/money';
import { textsIn } from '../../../src/pages/texts/texts';
import { planTexts as planTextsIn } from '../../../src/repeat-payments/pages/plan-texts';
import type { FixedPlan, Plan } from '../../../src/repeat-payments/domain/plan';

const TODAY = '2026-11-29';
const planTexts = (plan: Plan, agreedOn: string) => planTextsIn(textsIn('en'), plan, agreedOn);
const pounds = (minor: number) => money(minor, 'GBP');

const FIXED: FixedPlan = {
  type: 'fixed',
  amount: pounds(500),
  firstAmount: null,
  finalAmount: null,
  frequency: 'weeks',
  every: 2,
  startDate: null,
  instalments: 12,
  finalDate: null,
};
const fixed = (changed: Partial<FixedPlan> = {}): FixedPlan => ({ ...FIXED, ...changed });
const variable = (...entries: readonly [string, number][]): Plan => ({
  type: 'variable',
  entries: entries.map(([date, minor]) => ({ date, amount: pounds(minor) })),
});

describe('a plan in words', () => {
  it.each<[string, Plan, string]>([
    [
      'a first amount and then another',
      fixed({ firstAmount: pounds(1000) }),
      '£10.00 today, then £5.00 every 2 weeks, 12 payments in all, the last on 2 May 2027; £65.00 in total',
    ],
    [
      'the same amount each time',
      fixed(),
      '£5.00 today and then every 2 weeks, 12 payments in all, the last on 2 May 2027; £60.00 in total',
    ],
    [
      'a start on another day',
      fixed({ startDate: '2026-12-01', every: 1, frequency: 'days' }),
      '£5.00 on 1 December 2026 and then every day, 12 payments in all, the last on 12 December 2026; £60.00 in total',
    ],
    [
      'a start that is today by its date',
      fixed({ startDate: TODAY }),
      '£5.00 today and then every 2 weeks, 12 payments in all, the last on 2 May 2027; £60.00 in total',
    ],
    [
      'another amount at the end',
      fixed({ finalAmount: pounds(725) }),
      '£5.00 today and then every 2 weeks, and £7.25 on 2 May 2027 as the last of 12 payments; £62.25 in total',
    ],
    [
      'another day at the end',
      fixed({ finalDate: '2027-06-01' }),
      '£5.00 today and then every 2 weeks, and £5.00 on 1 June 2027 as the last of 12 payments; £60.00 in total',
    ],
    [
      'no end',
      fixed({ instalments: null, frequency: 'months', every: 1, startDate: '2026-12-28' }),
      '£5.00 on 28 December 2026 and then every month, until you or the shop stop it',
    ],
    [
      'months that are too short for its day',
      fixed({ instalments: null, frequency: 'months', every: 3, firstAmount: pounds(1) }),
      '£0.01 today, then £5.00 every 3 months (on the last day of a month that is too short), until you or the shop stop it',
    ],
    ['one payment', fixed({ instalments: 1, finalAmount: null }), '£5.00 today, once'],
    [
      'two payments',
      fixed({ instalments: 2, finalAmount: pounds(700) }),
      '£5.00 today, then £7.00 on 13 December 2026, 2 payments in all; £12.00 in total',
    ],
    [
      'three payments',
      fixed({ instalments: 3 }),
      '£5.00 today, then £5.00 on 13 December 2026, then £5.00 on 27 December 2026, 3 payments in all; £15.00 in total',
    ],
    [
      'days and amounts of their own',
      variable([TODAY, 1000], ['2026-12-24', 250], ['2027-02-01', 125]),
      '3 payments, the first of £10.00 today, the last of £1.25 on 1 February 2027; £13.75 in total',
    ],
  ])('says %s', (_what, plan, sentence) => {
    expect(planTexts(plan, TODAY).sentence).toBe(sentence);
  });

  it('knows what is taken at once, and that the card is only checked when that is nothing', () => {
    expect(planTexts(fixed({ firstAmount: pounds(1000) }), TODAY).dueNow).toBe('£10.00');
    expect(planTexts(fixed({ startDate: '2026-12-01' }), TODAY).dueNow).toBeNull();
    expect(planTexts(variable([TODAY, 100], ['2026-12-01', 200]), TODAY).dueNow).toBe('£1.00');
    expect(planTexts(variable(['2026-12-01', 100], ['2026-12-02', 200]), TODAY).dueNow).toBeNull();
  });

  it('gives the facts one by one', () => {
    expect(planTexts(fixed({ firstAmount: pounds(1000) }), TODAY).facts).toEqual([
      { label: 'Next payment', value: '£5.00 on 13 December 2026' },
      { label: 'Payments', value: '12' },
      { label: 'Last payment', value: '2 May 2027' },
      { label: 'In total', value: '£65.00' },
    ]);
    expect(planTexts(fixed({ instalments: null, startDate: '2026-12-01' }), TODAY).facts).toEqual([
      { label: 'Today', value: 'Nothing; your card is checked' },
      { label: 'First payment', value: '£5.00 on 1 December 2026' },
      { label: 'Ends', value: 'When you or the shop stop it' },
    ]);
  });

  it('lists every payment, and of a plan without an end the first ones, named so', () => {
    const all = planTexts(variable([TODAY, 1000], ['2026-12-24', 250]), TODAY);
    expect(all.listLabel).toBe('All 2 payments');
    expect(all.payments).toEqual([
      { date: '29 November 2026', amount: '£10.00' },
      { date: '24 December 2026', amount: '£2.50' },
    ]);
    const endless = planTexts(fixed({ instalments: null }), TODAY);
    expect(endless.listLabel).toBe('The first 15 payments');
    expect(endless.payments).toHaveLength(15);
  });

  it('speaks of money in its own currency', () => {
    const yen = fixed({ amount: money(500, 'JPY'), instalments: 4 });
    expect(planTexts(yen, TODAY).sentence).toContain(`${formatMoney(money(2000, 'JPY'))} in total`);
  });

  it('names the total of its list, whatever the plan', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000 }).map(pounds);
    const plans = fc.record({
      type: fc.constant('fixed' as const),
      amount,
      firstAmount: fc.option(amount),
      finalAmount: fc.option(amount),
      frequency: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const),
      every: fc.integer({ min: 1, max: 60 }),
      startDate: fc.constantFrom(null, TODAY, '2027-01-31'),
      instalments: fc.integer({ min: 2, max: 300 }),
      finalDate: fc.constant(null),
    });
    fc.assert(
      fc.property(plans, (plan) => {
        const { sentence, payments, facts } = planTexts(plan, TODAY);
        const pence = payments.reduce((sum, each) => sum + Number(each.amount.replace(/\D/g, '')), 0);
        expect(payments).toHaveLength(plan.instalments);
        expect(sentence).toContain(`${formatMoney(pounds(pence))} in total`);
        expect(facts).toContainEqual({ label: 'In total', value: formatMoney(pounds(pence)) });
        expect(sentence).toContain(String(payments.length));
      }),
    );
  });
});
