import { later, SECOND } from '../../kernel/clock';
import { InvalidInput, type FieldError } from '../../kernel/errors';
import { money } from '../../kernel/money';
import { obstacleOfAccount } from '../../payments/method-limits';
import { dayAfter, dayOf, startOf } from '../domain/days';
import type { NewRepeatPayment } from '../domain/history';
import type { Plan } from '../domain/plan';
import { currencyOf } from '../domain/planned-payments';
import { lastDayToAgree, planProblems } from '../domain/plan-rules';
import { paidCardOf } from '../use-cases/paid-card';
import type { RepeatPayments } from '../use-cases/repeat-payments';
import type { NewRepeatPaymentBody } from './schemas';
import type { Customer } from '../../payments/customer';
import type { AccountWord } from '../../blink/payments/intent';

const DEFAULT_LIFE_S = 7 * 86_400;

/**
 * @param ticket belongs to the request's `Idempotency-Key`: each try of the request asks for a repeat payment under the same id
 * @throws InvalidInput that names each field that Blink would refuse, or that the named order does not allow
 */
export async function newRepeatPaymentFrom(
  body: NewRepeatPaymentBody,
  { ids, clock, orders, account }: Pick<RepeatPayments, 'ids' | 'clock' | 'orders' | 'account'>,
  ticket: string | null,
): Promise<NewRepeatPayment> {
  const plan = planFrom(body);
  const today = dayOf(clock.now());
  refuse(planProblems(plan, today));
  refuse(accountProblems(currencyOf(plan), await account.ask()));
  const orderId = body.order_id ?? null;
  const given = customerFrom(body.customer);
  const customer = orderId === null ? given : filledFrom(given, (await paidCardOf(orders, orderId)).customer);
  if (orderId !== null) refuse(payerProblems(customer));
  const asked = later(clock.now(), (body.expires_in ?? DEFAULT_LIFE_S) * SECOND);
  const lastDay = lastDayToAgree(plan, today, dayOf(asked));
  const endOfLastDay = startOf(dayAfter(lastDay, 'days', 1));
  return {
    id: ticket === null ? ids.repeatPayment() : `rp_${ticket}`,
    token: ids.token(),
    reference: body.reference,
    plan,
    customer,
    orderId,
    successUrl: body.success_url ?? null,
    expiresAt: endOfLastDay < asked ? endOfLastDay : asked,
  };
}

function planFrom(body: NewRepeatPaymentBody): Plan {
  const amount = (minor: number) => money(minor, body.currency);
  if (body.type === 'variable') {
    const entries = body.schedule.map((entry) => ({ date: entry.date, amount: amount(entry.amount) }));
    return { type: 'variable', entries: entries.sort((one, other) => one.date.localeCompare(other.date)) };
  }
  return {
    type: 'fixed',
    amount: amount(body.amount),
    firstAmount: body.first_amount ? amount(body.first_amount) : null,
    finalAmount: body.final_amount ? amount(body.final_amount) : null,
    frequency: body.frequency,
    every: body.every,
    startDate: body.start_date ?? null,
    instalments: body.instalments,
    finalDate: body.final_date ?? null,
  };
}

function customerFrom(customer: NewRepeatPaymentBody['customer']): Customer {
  return {
    name: customer?.name ?? null,
    email: customer?.email ?? null,
    address: customer?.address ?? null,
    postcode: customer?.postcode ?? null,
  };
}

function filledFrom(given: Customer, ofOrder: Customer): Customer {
  return {
    name: given.name ?? ofOrder.name,
    email: given.email ?? ofOrder.email,
    address: given.address ?? ofOrder.address,
    postcode: given.postcode ?? ofOrder.postcode,
  };
}

/** Every payment of a plan is a card payment. */
function accountProblems(currency: string, account: AccountWord | null): readonly FieldError[] {
  const obstacle = obstacleOfAccount('card', currency, account);
  if (!obstacle) return [];
  return [{ field: obstacle.about === 'currency' ? 'currency' : 'type', message: obstacle.text }];
}

/** With an order's card nobody is present who could be asked for the payer's name and email. */
function payerProblems({ name, email }: Customer): readonly FieldError[] {
  const message = 'is required: the order does not have it';
  return [
    ...(name === null ? [{ field: 'customer.name', message }] : []),
    ...(email === null ? [{ field: 'customer.email', message }] : []),
  ];
}

function refuse(problems: readonly FieldError[]): void {
  if (problems.length > 0) throw new InvalidInput(problems);
}
