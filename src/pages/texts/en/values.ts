import { formatMoney, type Money } from '../../../kernel/money';

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/London',
});

/** How amounts and dates are written. */
export const values = {
  money: (amount: Money) => formatMoney(amount),
  /** `3 May 2027`, of a day that is written `2027-05-03`. */
  day: (day: string) => DAY.format(new Date(`${day}T00:00:00Z`)),
  /** `3 May 2027 at 10:05`, as it is in the United Kingdom. */
  moment: (moment: Date) => MOMENT.format(moment),
  /** Of amounts and days as they are written above. */
  amountOn: (amount: string, day: string) => `${amount} on ${day}`,
};
