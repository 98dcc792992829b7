import { DAY, HOUR, MINUTE } from '../../kernel/clock';
import { formatMoney, money } from '../../kernel/money';
import { OUTCOMES } from '../cards/payment-rules';
import type { LedgerEntry } from '../transactions/ledger';
import type { Notification } from '../notifications/notifications';
import type { SandboxControl } from './control';
import { portalButtons } from './portal';
import { scheduleRow } from './schedule-row';
import { switchFields } from './switch-fields';

const SHOWN = 50;

/** The control page, formatted. */
export function controlPage(control: SandboxControl): object {
  return {
    title: 'Control',
    now: readable(control.clock.now()),
    steps: [
      { label: '31 minutes', ms: 31 * MINUTE },
      { label: '1 hour', ms: HOUR },
      { label: '1 day', ms: DAY },
      { label: '7 days', ms: 7 * DAY },
      { label: '31 days', ms: 31 * DAY },
    ],
    transactions: control.ledger().reverse().slice(0, SHOWN).map(transactionRow),
    schedules: control.schedules.list().reverse().slice(0, SHOWN).map(scheduleRow),
    notifications: control.notifications.list().reverse().slice(0, SHOWN).map(notificationRow),
    switches: switchFields(control.settings()),
    faults: control.faults(),
    outcomes: OUTCOMES,
    calls: Object.entries(control.callCounts()).map(([name, count]) => ({ name, count })),
  };
}

function readable(moment: Date | string): string {
  return `${new Date(moment).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function transactionRow(entry: LedgerEntry): object {
  const shown = (minor: number): string => formatMoney(money(minor, entry.currency));
  const back = entry.refunded + entry.cancelled + entry.chargedBack;
  return {
    id: entry.id,
    what: `${entry.transactionType} by ${entry.paymentSource}`,
    amount: shown(entry.amount),
    status: entry.status,
    message: entry.message,
    actions: portalButtons(entry.status),
    sums:
      back > 0
        ? `${shown(entry.captured)} taken, ${shown(back)} given back`
        : `${shown(entry.captured)} taken`,
    reference: entry.reference,
    since: readable(entry.history.at(-1)?.at ?? new Date(0)),
    history: entry.history.map(({ at, status, note }) => `${readable(at)}: ${status}, ${note}`),
  };
}

function notificationRow({ id, transactionId, status, to, body, attempts }: Notification): object {
  const last = attempts.at(-1);
  return {
    id,
    about: transactionId === null ? 'Forged' : `${transactionId}: ${status}`,
    to,
    body,
    result: last
      ? `Sent ${attempts.length === 1 ? 'once' : `${attempts.length} times`}, last answer: ${last.status ?? last.error ?? 'none'}`
      : 'Not sent',
    action: last ? 'Send again' : 'Send',
  };
}
