import { sameMoney, type Money } from '../../kernel/money';
import type { Day } from './days';
import type { Plan } from './plan';
import { plannedPayments } from './planned-payments';
import type { RepeatPayment, ShownPayment } from './repeat-payment';

/**
 * Payments that Blink takes, or is to take, otherwise than the customer agreed to: another amount, or one more than all. Their days are
 * Blink's to count. What was declined, called off or given back leaves its place to another of its amount, as to one that Blink makes
 * when it is tried again.
 */
export function deviatingPayments(repeatPayment: RepeatPayment): readonly ShownPayment[] {
  const { plan, schedule, payments } = repeatPayment;
  if (!schedule) return [];
  const standing = payments.filter(isStanding);
  const extra = extraPayments(repeatPayment);
  const within = standing.filter((payment) => !extra.includes(payment));
  const isWhole = standing.length === payments.length;
  return [
    ...(isWhole ? outOfPlace : beyondTheirNumber)(within, agreedAmounts(plan, schedule.agreedOn)),
    ...extra,
  ];
}

/** One more than the customer agreed to: those that Blink made last. */
export function extraPayments({ plan, payments }: RepeatPayment): readonly ShownPayment[] {
  const most = plan.type === 'variable' ? plan.entries.length : plan.instalments;
  if (most === null) return [];
  return payments
    .filter(isStanding)
    .sort((one, other) => one.id - other.id)
    .slice(most);
}

function isStanding({ status }: ShownPayment): boolean {
  return status === 'pending' || status === 'paid';
}

interface AgreedAmounts {
  /** In the order of their days. */
  readonly first: readonly Money[];
  /** Of every one after those; null when none is to come. */
  readonly onwards: Money | null;
}

function agreedAmounts(plan: Plan, agreedOn: Day): AgreedAmounts {
  const planned = plannedPayments(plan, agreedOn).map(({ amount }) => amount);
  const hasNoEnd = plan.type === 'fixed' && plan.instalments === null;
  return { first: planned, onwards: hasNoEnd ? plan.amount : null };
}

function outOfPlace(payments: readonly ShownPayment[], agreed: AgreedAmounts): readonly ShownPayment[] {
  return payments.filter(({ amount }, index) => !isSame(agreed.first[index] ?? agreed.onwards, amount));
}

/** Where some are gone the places cannot be told: no amount may be there more often than was agreed. */
function beyondTheirNumber(
  payments: readonly ShownPayment[],
  { first, onwards }: AgreedAmounts,
): readonly ShownPayment[] {
  const left = [...first];
  return payments.filter(({ amount }) => {
    if (isSame(onwards, amount)) return false;
    const place = left.findIndex((each) => sameMoney(each, amount));
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

function isSame(agreed: Money | null, amount: Money): boolean {
  return agreed !== null && sameMoney(agreed, amount);
}
