import { momentText } from '../../kernel/day-texts';
import { formatMoney, money } from '../../kernel/money';
import { moneyFactsOf, payingAttempt } from '../../orders/domain/money-facts';
import type { Order, Refund } from '../../orders/domain/order';
import { filled, type LetterContent, type Line, type Merchant } from './email';
import { METHODS } from '../../payments/methods';

export function paymentReceipt(order: Order, merchant: Merchant): LetterContent {
  const paying = payingAttempt(order);
  return {
    subject: `Your payment to ${merchant.name}`,
    heading: 'Payment received',
    note: null,
    link: null,
    merchant,
    lines: filled([
      { label: 'Amount', value: amountIn(order, moneyFactsOf(order).captured) },
      ...whatFor(order),
      { label: 'Paid by', value: paying ? METHODS[paying.method].name : '' },
      { label: 'Date', value: paying?.capturedAt ? momentText(paying.capturedAt) : '' },
      { label: 'Transaction', value: paying?.transactionId ?? '' },
    ]),
  };
}

/** @param at when it was given back */
export function refundReceipt(order: Order, refund: Refund, at: Date, merchant: Merchant): LetterContent {
  const { captured, refunded } = moneyFactsOf(order);
  return {
    subject: `Your refund from ${merchant.name}`,
    heading: 'Refund sent',
    note: 'Banks take a few days to show it.',
    link: null,
    merchant,
    lines: filled([
      { label: 'Refunded', value: amountIn(order, refund.amount) },
      { label: 'Refunded in all', value: refunded > refund.amount ? amountIn(order, refunded) : '' },
      { label: 'Of your payment of', value: amountIn(order, captured) },
      ...whatFor(order),
      { label: 'Date', value: momentText(at) },
    ]),
  };
}

function whatFor({ description, reference }: Order): readonly Line[] {
  return [
    { label: 'For', value: description ?? '' },
    { label: 'Order reference', value: reference },
  ];
}

function amountIn({ amount }: Order, minor: number): string {
  return formatMoney(money(minor, amount.currency));
}
