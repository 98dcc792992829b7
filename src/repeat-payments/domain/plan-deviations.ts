import { sameMoney, type Money } from '../../kernel/money';
import type { Day } from './days';
import type { Plan } from './plan';
import { plannedPayments } from './planned-payments';
import type { RepeatPayment, ShownPayment } from './repeat-payment';

/**
 * Payments that Blink charged, or will charge, differently than the customer agreed to: another amount, or one payment too many. Their
 * days are not compared, since Blink counts those. A declined, cancelled or refunded payment leaves its place to another of its amount,
 * such as the one that Blink makes for a retry.
 */
export function deviatingPayments(repeatPayment: RepeatPayment): readonly ShownPayment[] {
  const { plan, schedule, payments } = repeatPayment;
  if (!schedule) return [];
  const counted = payments.filter(counts);
  const extra = extraPayments(repeatPayment);
  const within = counted.filter((payment) => !extra.includes(payment));
  const isWhole = counted.length === payments.length;
  return [
    ...(isWhole ? outOfPlace : beyondTheirNumber)(within, agreedAmounts(plan, schedule.agreedOn)),
    ...extra,
  ];
}

/** The payments beyond the number that the customer agreed to: those that Blink made last. */
export function extraPayments({ plan, payments }: RepeatPayment): readonly ShownPayment[] {
  const most = plan.type === 'variable' ? plan.entries.length : plan.instalments;
  if (most === null) return [];
  return payments
    .filter(counts)
    .sort((one, other) => one.id - other.id)
    .slice(most);
}

function counts({ status }: ShownPayment): boolean {
  return status === 'pending' || status === 'paid';
}

interface AgreedAmounts {
  /** The first amounts, in the order of their days. */
  readonly first: readonly Money[];
  /** The amount of every later payment; null when there are no later ones. */
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

/** Where payments were cancelled or refunded, places cannot be compared: then no amount may occur more often than was agreed. */
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
