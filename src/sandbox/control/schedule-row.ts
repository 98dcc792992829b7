import { formatMoney, money } from '../../kernel/money';
import type { PaymentEntry, ScheduleAction, ScheduleEntry } from './schedule-control';

type Button = { readonly name: ScheduleAction; readonly label: string };

const BUTTONS: readonly Button[] = [
  { name: 'runNext', label: 'Take the next payment now' },
  { name: 'declineNext', label: 'Decline the next payment' },
  { name: 'cancelNext', label: 'Call off the next payment' },
  { name: 'cancel', label: 'Cancel everything left' },
];

/** A schedule on the control page, formatted. */
export function scheduleRow(entry: ScheduleEntry): object {
  const hasMore = entry.payments.some(({ state }) => state === 'Pending');
  return {
    type: entry.type,
    id: entry.id,
    name: `${entry.type === 'fixed_schedule' ? 'Fixed' : 'Variable'} schedule ${entry.id}`,
    status: entry.status,
    what: `Card ${entry.cardMask}. Reference`,
    reference: entry.reference,
    note: entry.declinesNext ? 'The next payment will be declined.' : '',
    payments: entry.payments.map((each) => line(each, entry.currency)),
    actions: hasMore ? BUTTONS : [],
  };
}

function line({ recurringId, day, amount, state, transactionId }: PaymentEntry, currency: string): string {
  const transaction = transactionId === null ? '' : `, ${transactionId}`;
  return `${day}: ${formatMoney(money(amount, currency))}, ${state}, number ${recurringId}${transaction}`;
}
