import { z } from 'zod';
import type { Money } from '../../kernel/money';
import { moneyFromDecimal, sameMoney } from '../../kernel/money';
import type { Answer } from '../transport/answer';
import { readWith } from '../transport/answer';
import type { Api } from '../transport/api';
import type { Blink } from '../blink';
import type { BlinkLog } from '../transport/blink-log';
import { elementsFrom } from './elements';
import { BlinkUnreadable } from '../errors';
import { wireAmount } from '../wire/wire-amount';
import { wireCurrency, wireDecimal, wireNumberName, wireReference } from '../wire/wire-values';
import type { NewIntent, NewCardCheck, IntentCapture, Intent } from './intent';
import { type Clock, HOUR, later, MINUTE } from '../../kernel/clock';

const intentAnswer = z.object({
  id: z.union([
    z.number().int().positive(),
    z
      .string()
      .regex(/^[1-9]\d{0,14}$/)
      .transform(Number),
  ]),
  payment_intent: wireReference,
  amount: wireDecimal.nullish(), // an intent that only verifies a card has none
  currency: wireCurrency,
  expiry_date: z.string().max(64).optional().catch(undefined),
  merchant_id: wireNumberName,
  transaction_unique: wireReference,
  // An account without methods gets an empty list where others get an object.
  element: z.record(z.string(), z.unknown()).or(
    z
      .array(z.unknown())
      .max(0)
      .transform((): Record<string, unknown> => ({})),
  ),
});

/**
 * @param phoneApi the same API with tokens that make intents for cards read out by telephone
 * @see https://api-docs.blinkpayment.co.uk/apidocs/create-intents
 */
export function createIntents(api: Api, phoneApi: Api, clock: Clock, log: BlinkLog): Blink['intents'] {
  const apiFor = ({ cardEnteredBy }: Pick<NewIntent, 'cardEnteredBy'>): Api =>
    cardEnteredBy === 'staff_by_phone' ? phoneApi : api;
  return {
    async create(intent) {
      const what = 'POST intents';
      const body = bodyOf(intent);
      const answer = await apiFor(intent).change({ what, ...opening(intent), body });
      return intentFrom(what, answer, answer.token.endsAt, intent.amount);
    },
    async createToCheckCard(intent) {
      const what = 'POST intents';
      const body = cardCheckBodyOf(intent);
      const answer = await apiFor(intent).change({ what, ...opening(intent), body });
      return intentFrom(what, answer, answer.token.endsAt, { nothingIn: intent.currency });
    },
    async get(intentId) {
      const what = 'GET intents/{id}';
      const answer = await api.read({ what, path: `intents/${pathPart(intentId)}`, urgency: 'intent' });
      return intentFrom(what, answer, null, null);
    },
    async update(intentId, { amount }) {
      const what = 'PATCH intents/{id}';
      const path = `intents/${pathPart(intentId)}`;
      const answer = await api.change({ what, method: 'PATCH', path, body: { amount: wireAmount(amount) } });
      return intentFrom(what, answer, null, amount);
    },
  };

  /**
   * @param endsAt the end of the token that made the intent; null when another token made it, whose end only Blink's date tells
   * @param asked what the intent must be for, since a shopper would pay the amount that Blink stores, not the one we meant; null when it
   *   is not known here
   */
  function intentFrom(
    what: string,
    { json, date }: Answer,
    endsAt: Date | null,
    asked: Asked | null,
  ): Intent {
    const read = readWith(intentAnswer, what, json);
    const amount = moneyFromDecimal(read.amount ?? 0, read.currency);
    if (!amount || (asked && !isFor(amount, asked))) throw new BlinkUnreadable(what, 'amount');
    return {
      id: read.id,
      reference: read.payment_intent,
      expiresAt: endsAt ?? intentEndsAt(read.expiry_date, date, clock.now()),
      merchantId: read.merchant_id,
      transactionUnique: read.transaction_unique,
      elements: elementsFrom(read.element, amount, log),
    };
  }
}

type Asked = Money | { readonly nothingIn: string };

/** The parts of the call that every new intent has. */
function opening({ isFirst = true }: Pick<NewIntent, 'isFirst'>) {
  return { method: 'POST', path: 'intents', urgency: isFirst ? 'intent' : 'another_intent' } as const;
}

function isFor(amount: Money, asked: Asked): boolean {
  if ('minor' in asked) return sameMoney(amount, asked);
  return amount.minor === 0 && amount.currency === asked.nothingIn;
}

function bodyOf(intent: NewIntent): object {
  const { paymentType, amount } = intent;
  return {
    ...captureFields(intent.capture ?? 'at_once'),
    payment_type: paymentType,
    amount: wireAmount(amount),
    currency: amount.currency,
    ...addressesAndCustomer(intent),
  };
}

function cardCheckBodyOf(intent: NewCardCheck): object {
  return {
    transaction_type: 'VERIFY',
    payment_type: 'credit-card',
    currency: intent.currency,
    ...addressesAndCustomer(intent),
  };
}

function addressesAndCustomer({
  returnUrl,
  notificationUrl,
  customer,
}: Pick<NewIntent, 'returnUrl' | 'notificationUrl' | 'customer'>): object {
  return {
    return_url: returnUrl,
    notification_url: notificationUrl,
    ...(customer?.name ? { customer_name: customer.name } : {}),
    ...(customer?.email ? { customer_email: customer.email } : {}),
    ...(customer?.address ? { customer_address: customer.address } : {}),
    ...(customer?.postcode ? { customer_postcode: customer.postcode } : {}),
  };
}

function captureFields(capture: IntentCapture): object {
  if (capture === 'at_once') return { transaction_type: 'SALE' };
  if (capture === 'on_request') return { transaction_type: 'PREAUTH' };
  return { transaction_type: 'SALE', delay_capture_days: capture.afterDays };
}

function pathPart(intentId: number): string {
  if (!Number.isSafeInteger(intentId) || intentId <= 0)
    throw new RangeError('An intent id is a whole number above 0');
  return String(intentId);
}

const LONGEST_LIFE_MS = 30 * MINUTE;
const SLACK_MS = MINUTE;

/**
 * When an intent ends by our own clock, where Blink's date is all that we know. In a British summer that date has been
 * an hour late. An intent lives half an hour at most, so a date beyond that is such a one.
 * @param answeredAt the Date header of the answer with the date: both are Blink's, so differences between clocks cancel out
 * @returns now when there is no readable date: a needless new intent costs a call, an expired one costs a payment
 */
function intentEndsAt(expiryDate: string | undefined, answeredAt: Date | null, now: Date): Date {
  const end = Date.parse(expiryDate ?? '');
  if (Number.isNaN(end)) return now;
  const statedMs = end - (answeredAt ?? now).getTime();
  const lifeMs = statedMs > LONGEST_LIFE_MS + SLACK_MS ? statedMs - HOUR : statedMs;
  return later(now, Math.min(Math.max(lifeMs, 0), LONGEST_LIFE_MS));
}
