const counted = (count: number) => (count === 1 ? '1 payment' : `${count} payments`);

const ONE = { days: 'day', weeks: 'week', months: 'month' };

/**
 * A plan in the words in which the customer agrees to it: `£10.00 today, then £5.00 every 2 weeks, 12 payments in all, the last on
 * 3 May 2027; £65.00 in total`. What is handed in are amounts, days and parts that were made here.
 */
export const plan = {
  amountToday: (amount: string) => `${amount} today`,
  rhythm: (every: number, frequency: 'days' | 'weeks' | 'months') =>
    every === 1 ? `every ${ONE[frequency]}` : `every ${every} ${frequency}`,
  lastDayOfShortMonths: (rhythm: string) => `${rhythm} (on the last day of a month that is too short)`,
  likeTheFirst: (first: string, rhythm: string) => `${first} and then ${rhythm}`,
  unlikeTheFirst: (first: string, amount: string, rhythm: string) => `${first}, then ${amount} ${rhythm}`,
  withoutEnd: (opening: string) => `${opening}, until you or the shop stop it`,
  once: (payment: string) => `${payment}, once`,
  inTotal: (payments: string, total: string) => `${payments}; ${total} in total`,
  oneByOne: (payments: readonly string[]) =>
    `${payments.join(', then ')}, ${counted(payments.length)} in all`,
  allAlike: (opening: string, count: number, lastDay: string) =>
    `${opening}, ${counted(count)} in all, the last on ${lastDay}`,
  withAnotherLast: (opening: string, last: string, count: number) =>
    `${opening}, and ${last} as the last of ${counted(count)}`,
  firstAndLast: (count: number, first: string, last: string) =>
    `${counted(count)}, the first of ${first}, the last of ${last}`,
  listOfAll: (count: number) => `All ${counted(count)}`,
  listOfFirst: (count: number) => `The first ${counted(count)}`,
  facts: {
    today: 'Today',
    onlyChecked: 'Nothing; your card is checked',
    nextPayment: 'Next payment',
    firstPayment: 'First payment',
    payments: 'Payments',
    lastPayment: 'Last payment',
    total: 'In total',
    ends: 'Ends',
    whenStopped: 'When you or the shop stop it',
  },
};

/** What became of the payments of a plan. */
export const payments = {
  sumOfSeveral: (sum: string, count: number) => `${sum} in ${count} payments`,
  olderPayments: (count: number) => `${count} older payments`,
  laterPayments: (count: number) => `${count} later payments`,
  outcome: {
    paid: 'Paid',
    declined: 'Did not go through',
    refunded: 'Refunded',
    cancelled: 'Cancelled',
    dueToday: 'Due today',
    beingChecked: 'Being checked',
  },
  columns: { date: 'Date', outcome: 'What became of it', amount: 'Amount' },
};
