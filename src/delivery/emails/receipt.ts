import { money } from '../../kernel/money';
import type { Texts } from '../../pages/texts/texts';
import { moneyFactsOf, payingAttempt } from '../../orders/domain/money-facts';
import type { Order, Refund } from '../../orders/domain/order';
import { filled, type EmailContent, type Line, type Merchant } from './email';

export function paymentReceipt(texts: Texts, order: Order, merchant: Merchant): EmailContent {
  const { emails, receiptLines, methods, values } = texts;
  const paying = payingAttempt(order);
  return {
    texts,
    subject: emails.paid.subject(merchant.name),
    heading: emails.paid.heading,
    note: null,
    link: null,
    merchant,
    lines: filled([
      { label: receiptLines.amount, value: amountIn(texts, order, moneyFactsOf(order).captured) },
      ...whatFor(texts, order),
      { label: receiptLines.paidBy, value: paying ? methods[paying.method].name : '' },
      { label: receiptLines.date, value: paying?.capturedAt ? values.moment(paying.capturedAt) : '' },
      { label: receiptLines.transaction, value: paying?.transactionId ?? '' },
    ]),
  };
}

/** @param at when it was refunded */
export function refundReceipt(
  texts: Texts,
  order: Order,
  refund: Refund,
  at: Date,
  merchant: Merchant,
): EmailContent {
  const { emails, receiptLines, values } = texts;
  const { captured, refunded } = moneyFactsOf(order);
  return {
    texts,
    subject: emails.refunded.subject(merchant.name),
    heading: emails.refunded.heading,
    note: emails.refunded.note,
    link: null,
    merchant,
    lines: filled([
      { label: receiptLines.refunded, value: amountIn(texts, order, refund.amount) },
      {
        label: receiptLines.refundedInAll,
        value: refunded > refund.amount ? amountIn(texts, order, refunded) : '',
      },
      { label: receiptLines.ofYourPaymentOf, value: amountIn(texts, order, captured) },
      ...whatFor(texts, order),
      { label: receiptLines.date, value: values.moment(at) },
    ]),
  };
}

function whatFor({ receiptLines }: Texts, { description, reference }: Order): readonly Line[] {
  return [
    { label: receiptLines.for, value: description ?? '' },
    { label: receiptLines.orderReference, value: reference },
  ];
}

function amountIn({ values }: Texts, { amount }: Order, minor: number): string {
  return values.money(money(minor, amount.currency));
}
