import type { Money } from '../../kernel/money';
import type { Day } from './days';
import { plannedPayments } from './planned-payments';
import type { PaymentStatus, RepeatPayment } from './repeat-payment';
import { isRunning } from './status';

/** One payment as the shop and the customer see it. */
export interface Payment {
  /** Blink's recurring id as text; null before Blink has shown the payment. */
  readonly id: string | null;
  readonly date: Day;
  readonly amount: Money;
  readonly status: PaymentStatus;
}

/**
 * All past and upcoming payments: those that Blink showed, followed by the rest of the plan, which Blink does not list all at once. Of a
 * plan without an end these are the payments that Blink lists, and before it started the first ones of the plan.
 * @param today the assumed start where the plan itself names none and nobody has agreed yet
 */
export function paymentsOf(repeatPayment: RepeatPayment, today: Day): readonly Payment[] {
  const { plan, schedule, payments } = repeatPayment;
  const shown = payments.map(({ id, date, amount, status }) => ({ id: String(id), date, amount, status }));
  const planned = plannedPayments(plan, schedule?.agreedOn ?? today);
  if (!schedule)
    return planned.map((each) => ({
      ...upcoming(each),
      status: repeatPayment.closed ? 'cancelled' : 'pending',
    }));
  const hasEnd = plan.type === 'variable' || plan.instalments !== null;
  if (!isRunning(repeatPayment) || (!hasEnd && shown.length > 0)) return shown;
  const last = shown.at(-1)?.date ?? '';
  return [
    ...shown,
    ...planned
      .slice(shown.length)
      .filter(({ date }) => date > last)
      .map(upcoming),
  ];
}

function upcoming({ date, amount }: { readonly date: Day; readonly amount: Money }): Payment {
  return { id: null, date, amount, status: 'pending' };
}
