import { money, moneyFromDecimal, type Money } from '../../kernel/money';
import { textOf, wholeNumberOf, type Fields } from '../edge/fields';
import { refused } from '../edge/refusal';
import {
  CARD_LAYOUTS,
  PAYMENT_TYPES,
  TRANSACTION_TYPES,
  type CardLayout,
  type Customer,
  type IntentTerms,
  type PaymentType,
  type TransactionType,
} from './intent';

const MINIMUM_MINOR: Readonly<Record<PaymentType, number>> = {
  'credit-card': 100,
  'direct-debit': 101,
  'open-banking': 1,
};
const LONGEST_DELAY_DAYS = 30;

/** @throws Refusal 400 with the first of Blink's texts that applies */
export function termsFrom(fields: Fields, currencies: readonly string[], layoutOfToken: string): IntentTerms {
  const transactionType = transactionTypeFrom(fields);
  const paymentType = paymentTypeFrom(fields);
  const currency = currencyFrom(fields, currencies);
  return {
    transactionType,
    paymentType,
    amount: amountFrom(fields, { transactionType, paymentType, currency }),
    returnUrl: urlFrom(fields, 'return_url', 'Return url is required'),
    notificationUrl: urlFrom(fields, 'notification_url', 'Notification url is required'),
    cardLayout: layoutFrom(textOf(fields, 'card_layout') || layoutOfToken),
    delayCaptureDays: delayFrom(fields, transactionType),
    customer: customerFrom(fields),
  };
}

/** PATCH: what is not sent stays as it is. @throws Refusal 400 */
export function changedTerms(terms: IntentTerms, fields: Fields): IntentTerms {
  const sent = (name: string): boolean => fields[name] !== undefined;
  const paymentType = sent('payment_type') ? paymentTypeFrom(fields) : terms.paymentType;
  const kind = { transactionType: terms.transactionType, paymentType, currency: terms.amount.currency };
  return {
    ...terms,
    paymentType,
    amount: sent('amount') ? amountFrom(fields, kind) : terms.amount,
    returnUrl: sent('return_url') ? urlFrom(fields, 'return_url', 'Return url is required') : terms.returnUrl,
    notificationUrl: sent('notification_url')
      ? urlFrom(fields, 'notification_url', 'Notification url is required')
      : terms.notificationUrl,
    cardLayout: sent('card_layout') ? layoutFrom(textOf(fields, 'card_layout')) : terms.cardLayout,
    customer: { ...terms.customer, ...(sent('customer_name') && { name: textOf(fields, 'customer_name') }) },
  };
}

function transactionTypeFrom(fields: Fields): TransactionType {
  const text = textOf(fields, 'transaction_type') || 'SALE';
  const type = TRANSACTION_TYPES.find((each) => each === text);
  if (!type) throw refused(400, 'Transaction type is invalid');
  return type;
}

function paymentTypeFrom(fields: Fields): PaymentType {
  const text = textOf(fields, 'payment_type');
  if (text === '') throw refused(400, 'Payment type is required');
  const type = PAYMENT_TYPES.find((each) => each === text);
  if (!type) throw refused(400, 'Payment type is invalid');
  return type;
}

function currencyFrom(fields: Fields, currencies: readonly string[]): string {
  const currency = textOf(fields, 'currency');
  if (currency === '') throw refused(400, 'Currency is required');
  if (!currencies.includes(currency)) throw refused(400, 'Currency is invalid');
  return currency;
}

interface AmountRule {
  readonly transactionType: TransactionType;
  readonly paymentType: PaymentType;
  readonly currency: string;
}

function amountFrom(fields: Fields, { transactionType, paymentType, currency }: AmountRule): Money {
  if (transactionType === 'VERIFY') return money(0, currency);
  const amount = moneyFromDecimal(fields['amount'], currency);
  if (!amount || amount.minor < MINIMUM_MINOR[paymentType]) throw refused(400, 'Amount is required');
  return amount;
}

function urlFrom(fields: Fields, name: string, text: string): string {
  const url = textOf(fields, name);
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'https:' && protocol !== 'http:') throw refused(400, text);
  return url;
}

function layoutFrom(text: string): CardLayout {
  return CARD_LAYOUTS.find((each) => each === text) ?? 'basic';
}

function delayFrom(fields: Fields, type: TransactionType): number | null {
  const text = textOf(fields, 'delay_capture_days');
  if (text === '' || text === '0') return null;
  const days = wholeNumberOf(fields, 'delay_capture_days');
  if (days === null || days > LONGEST_DELAY_DAYS)
    throw refused(400, 'Delay capture days must be between 1 and 30');
  if (type !== 'SALE' && type !== 'CREDIT')
    throw refused(400, 'Delay capture days is only allowed for SALE and CREDIT');
  return days;
}

function customerFrom(fields: Fields): Customer {
  return {
    name: textOf(fields, 'customer_name'),
    email: textOf(fields, 'customer_email'),
    address: textOf(fields, 'customer_address'),
    postcode: textOf(fields, 'customer_postcode'),
  };
}
