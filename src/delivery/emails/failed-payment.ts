import { dayText } from '../../kernel/day-texts';
import { formatMoney, type Money } from '../../kernel/money';
import { filled, type LetterContent, type Merchant } from './email';

/** A payment of a plan that the bank did not make, as it stands when the letter is written. */
export interface FailedPayment {
  readonly email: string | null;
  /** The shop's own. */
  readonly reference: string;
  readonly amount: Money;
  /** When it was due, as `2026-12-31`. */
  readonly day: string;
  /** What is to be taken next; null when nothing is. */
  readonly next: { readonly amount: Money; readonly day: string } | null;
  /** Where the customer enters another card; null when that would change nothing any more. */
  readonly newCardUrl: string | null;
}

/** The same words for everybody: why a bank said no is between the customer and the bank. */
export function failedPaymentLetter(failed: FailedPayment, merchant: Merchant): LetterContent {
  const { amount, day, next, newCardUrl } = failed;
  return {
    subject: `A payment to ${merchant.name} did not go through`,
    heading: 'A payment did not go through',
    note:
      newCardUrl === null
        ? `Please ask ${merchant.name} how to pay it.`
        : withAnotherCard(merchant, next !== null),
    merchant,
    lines: filled([
      { label: 'Amount', value: formatMoney(amount) },
      { label: 'Due', value: dayText(day) },
      { label: 'Reference', value: failed.reference },
      { label: 'Next payment', value: next ? `${formatMoney(next.amount)} on ${dayText(next.day)}` : '' },
    ]),
    link: newCardUrl === null ? null : { label: 'Enter another card', href: newCardUrl },
  };
}

function withAnotherCard({ name }: Merchant, hasMore: boolean): string {
  const card = 'Your bank did not pay it. If your card has run out or was replaced, you can enter another.';
  const then = hasMore ? ' Payments to come are then taken from that one.' : '';
  return `${card}${then} ${name} may try this payment again.`;
}
