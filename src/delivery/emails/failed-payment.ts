import type { Money } from '../../kernel/money';
import type { Texts } from '../../pages/texts/texts';
import { filled, type EmailContent, type Merchant } from './email';

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
export function failedPaymentEmail(texts: Texts, failed: FailedPayment, merchant: Merchant): EmailContent {
  const { failedPayment } = texts.emails;
  const { money, day: dayText, amountOn } = texts.values;
  const { lines } = failedPayment;
  const { amount, day, next, newCardUrl } = failed;
  return {
    texts,
    subject: failedPayment.subject(merchant.name),
    heading: failedPayment.heading,
    note:
      newCardUrl === null
        ? failedPayment.askHow(merchant.name)
        : withAnotherCard(texts, merchant, next !== null),
    merchant,
    lines: filled([
      { label: lines.amount, value: money(amount) },
      { label: lines.due, value: dayText(day) },
      { label: lines.reference, value: failed.reference },
      { label: lines.nextPayment, value: next ? amountOn(money(next.amount), dayText(next.day)) : '' },
    ]),
    link: newCardUrl === null ? null : { label: failedPayment.link, href: newCardUrl },
  };
}

function withAnotherCard({ emails: { failedPayment } }: Texts, { name }: Merchant, hasMore: boolean): string {
  const { enterAnother, enterAnotherForAll, mayBeTriedAgain } = failedPayment;
  return `${hasMore ? enterAnotherForAll : enterAnother} ${mayBeTriedAgain(name)}`;
}
