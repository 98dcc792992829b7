import { money } from '../../kernel/money';
import type { Texts } from '../../pages/texts/texts';
import { moneyFactsOf, payingAttempt } from '../domain/money-facts';
import type { Order } from '../domain/order';
import { statusOf } from '../domain/status';

export interface Receipt {
  readonly title: string;
  readonly heading: string;
  readonly tone: 'good' | 'neutral' | 'bad';
  readonly note: string | null;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
}

/** What the shopper may print and keep. A pure reading of the order. */
export function receiptOf(texts: Texts, order: Order): Receipt {
  return { note: null, ...headline(texts, order), lines: linesOf(texts, order) };
}

function headline({ receipt }: Texts, order: Order): Omit<Receipt, 'lines' | 'note'> & Partial<Receipt> {
  switch (statusOf(order)) {
    case 'authorised':
      return { ...receipt.reserved, tone: 'good' };
    case 'partially_refunded':
      return { ...receipt.partlyRefunded, tone: 'neutral' };
    case 'refunded':
      return { ...receipt.refunded, tone: 'neutral' };
    case 'reversed':
      return { ...receipt.reversed, tone: 'bad' };
    default:
      return { ...receipt.received, tone: 'good' };
  }
}

function linesOf({ receiptLines, methods, values }: Texts, order: Order): Receipt['lines'] {
  const facts = moneyFactsOf(order);
  const paying = payingAttempt(order) ?? order.attempts.find((attempt) => attempt.status === 'authorised');
  const when = paying?.capturedAt ?? paying?.chargedAt ?? null;
  const amount = (minor: number): string => values.money(money(minor, order.amount.currency));
  const all = [
    {
      label: receiptLines.amount,
      value: amount(facts.captured || facts.authorised || order.amount.minor),
    },
    { label: receiptLines.refunded, value: facts.refunded > 0 ? amount(facts.refunded) : '' },
    { label: receiptLines.for, value: order.description ?? '' },
    { label: receiptLines.orderReference, value: order.reference },
    { label: receiptLines.paidBy, value: paying ? methods[paying.method].name : '' },
    { label: receiptLines.date, value: when ? values.moment(when) : '' },
    { label: receiptLines.transaction, value: paying?.transactionId ?? '' },
  ];
  return all.filter((line) => line.value !== '');
}
