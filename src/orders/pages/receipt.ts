import { momentText } from '../../kernel/day-texts';
import { formatMoney, money } from '../../kernel/money';
import { moneyFactsOf, payingAttempt } from '../domain/money-facts';
import type { Order } from '../domain/order';
import { statusOf } from '../domain/status';
import { METHODS } from '../../payments/methods';

export interface Receipt {
  readonly title: string;
  readonly heading: string;
  readonly tone: 'good' | 'neutral' | 'bad';
  readonly note: string | null;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
}

/** What the shopper may print and keep. A pure reading of the order. */
export function receiptOf(order: Order): Receipt {
  return { ...headline(order), lines: linesOf(order) };
}

function headline(order: Order): Omit<Receipt, 'lines'> {
  switch (statusOf(order)) {
    case 'authorised':
      return {
        title: 'Payment reserved',
        heading: 'Payment reserved',
        tone: 'good',
        note: 'The amount is reserved on your card and will be taken later.',
      };
    case 'partially_refunded':
      return {
        title: 'Partly refunded',
        heading: 'Part of your payment was refunded',
        tone: 'neutral',
        note: null,
      };
    case 'refunded':
      return {
        title: 'Refunded',
        heading: 'Your payment was refunded',
        tone: 'neutral',
        note: 'Banks take a few days to show it.',
      };
    case 'reversed':
      return {
        title: 'Payment taken back',
        heading: 'This payment was taken back',
        tone: 'bad',
        note: 'Your bank has taken the money back. Please contact the shop.',
      };
    default:
      return { title: 'Payment received', heading: 'Payment received', tone: 'good', note: null };
  }
}

function linesOf(order: Order): Receipt['lines'] {
  const facts = moneyFactsOf(order);
  const paying = payingAttempt(order) ?? order.attempts.find((attempt) => attempt.status === 'authorised');
  const when = paying?.capturedAt ?? paying?.chargedAt ?? null;
  const amount = (minor: number): string => formatMoney(money(minor, order.amount.currency));
  const all = [
    { label: 'Amount', value: amount(facts.captured || facts.authorised || order.amount.minor) },
    { label: 'Refunded', value: facts.refunded > 0 ? amount(facts.refunded) : '' },
    { label: 'For', value: order.description ?? '' },
    { label: 'Order reference', value: order.reference },
    { label: 'Paid by', value: paying ? METHODS[paying.method].name : '' },
    { label: 'Date', value: when ? momentText(when) : '' },
    { label: 'Transaction', value: paying?.transactionId ?? '' },
  ];
  return all.filter((line) => line.value !== '');
}
