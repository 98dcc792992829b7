import { later, MINUTE } from '../../kernel/clock';
import { admitted, UNLIMITED, type Admission } from '../../payments/admission';
import { AppError } from '../../kernel/errors';
import { BlinkNotEnabled, BlinkUnreadable, refusesForGood } from '../../blink/errors';
import { sameMoney } from '../../kernel/money';
import { changeOrder, knownOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Attempt, Order } from '../domain/order';
import { asksForOrder, isPayable, liveAttempt } from '../domain/status';
import { hasTriesLeft } from '../domain/tries';
import { intentCaptureOf } from './intent-capture';
import { MethodNotOffered, methodFormFrom, type MethodForm } from './method-form';
import { obstacleTo } from '../../payments/method-limits';
import type { Payments } from './payments';
import type { Cause } from '../../ledger/line';
import { isByCard, METHODS, type PaymentMethod } from '../../payments/methods';
import { payerOf } from '../../payments/customer';
import type { KeptIntent } from '../../payments/kept-intent';
import type { OpenAttempt } from './context';
import type { NewIntent, Intent } from '../../blink/payments/intent';

/** An intent with less of its life left is not offered: the shopper has to type, and the bank to answer. */
const SHORTEST_USEFUL_LIFE_MS = 5 * MINUTE;

export class NotPayable extends AppError {
  readonly status = 409;
  readonly code = 'order_not_payable';
  constructor() {
    super('The order cannot be paid now: it is closed, paid, or a payment is under way');
  }
}

/** It was tried so often in this way that it is not tried again. Others may be left. */
export class NoTriesLeft extends AppError {
  readonly status = 409;
  readonly code = 'no_tries_left';
  constructor(readonly order: Order) {
    super('This order was tried too often in this way');
  }
}

/**
 * An attempt that can be charged, with an intent at Blink whose life is long enough: the one that stands ready, the one of this method
 * that was set aside for another, or a new one.
 * @param justRead the order as the caller has just read it, or its id
 * @param admission asked only before an intent is opened, or one way to pay gives way to another
 * @throws TooManyRequests when that is not admitted; NotPayable; NoTriesLeft; MethodNotOffered by the order or by Blink; OrderNotFound; BlinkUnavailable, BlinkRefused, BlinkUnreadable when no intent could be had
 */
export function openAttempt(
  payments: Payments,
  justRead: Order | string,
  method: PaymentMethod,
  cause: Cause,
  admission: Admission = UNLIMITED,
): Promise<OpenAttempt> {
  const orderId = typeof justRead === 'string' ? justRead : justRead.id;
  return payments.openings.run(`${orderId}/${method}/${admission.of}`, async (start) => {
    const known = await knownOrder(payments, start === 'at_once' ? justRead : orderId);
    return readyOrNew(payments, known, method, cause, admission);
  });
}

async function readyOrNew(
  payments: Payments,
  known: Order,
  method: PaymentMethod,
  cause: Cause,
  admission: Admission,
): Promise<OpenAttempt> {
  if (attemptSetAside(known, method, payments.clock.now())) await admission.changeWay();
  const order = await takeUpAgain(payments, known, method, cause);
  const attempt = usableAttempt(order, method, payments.clock.now());
  if (attempt && hasTriesLeft(order, method)) return { order, attempt };
  if (!isPayable(order, payments.clock.now())) throw new NotPayable();
  if (!hasTriesLeft(order, method)) throw new NoTriesLeft(order);
  if (!order.paymentMethods.includes(method))
    throw new MethodNotOffered(method, 'this_order', 'the order does not allow it');
  const obstacle = obstacleTo(method, order.amount, payments.blink.account.known());
  if (obstacle) throw new MethodNotOffered(method, 'this_order', obstacle.text);
  return openNew(payments, order, method, cause, admission);
}

/**
 * Has the attempt of this method that was set aside stand ready again, if there is one that can still be charged. It costs no call to
 * Blink, and the order no other attempt.
 */
export async function takeUpAgain(
  payments: Payments,
  known: Order,
  method: PaymentMethod,
  cause: Cause,
): Promise<Order> {
  if (!attemptSetAside(known, method, payments.clock.now())) return known;
  const { order } = await changeOrder(payments, known, cause, (current) => {
    const attempt = attemptSetAside(current, method, payments.clock.now());
    return attempt ? [...setReadyAside(current), { type: 'attempt_reopened', attemptId: attempt.id }] : [];
  });
  return order;
}

/** The attempt of this method that gave way to another one and can be charged all the same. */
function attemptSetAside(order: Order, method: PaymentMethod, now: Date): Attempt | null {
  if (!isPayable(order, now) || usableAttempt(order, method, now)) return null;
  const isGood = (each: Attempt) => isUseful(each.intent, now) && asksForOrder(each, order);
  return order.attempts.find((each) => each.setAside && each.method === method && isGood(each)) ?? null;
}

/** The ready attempt of this method whose intent will still be good when the shopper has typed. */
export function usableAttempt(order: Order, method: PaymentMethod, now: Date): Attempt | null {
  const attempt = liveAttempt(order);
  if (attempt?.status !== 'ready' || attempt.method !== method) return null;
  const isGood = isUseful(attempt.intent, now) && asksForOrder(attempt, order);
  return isGood && isPayable(order, now) ? attempt : null;
}

function isUseful({ expiresAt }: Pick<Intent, 'expiresAt'>, now: Date): boolean {
  return later(now, SHORTEST_USEFUL_LIFE_MS) < expiresAt;
}

async function openNew(
  payments: Payments,
  order: Order,
  method: PaymentMethod,
  cause: Cause,
  admission: Admission,
): Promise<OpenAttempt> {
  const attemptId = payments.ids.attempt();
  const wanted: NewIntent = {
    paymentType: METHODS[method].paymentType,
    amount: order.amount,
    returnUrl: payments.addresses.returnUrl(order.id, attemptId),
    notificationUrl: payments.addresses.notificationUrl(order.id, attemptId),
    customer: payerOf(order.customer),
    capture: intentCaptureOf(order, method),
    isFirst: order.attempts.length === 0,
  };
  const intent = await admitted(admission, () => createIntent(payments, wanted, method));
  if (isByCard(method)) payments.offered.notice(order, intent.elements);
  const form = methodFormFrom(intent.elements, method);
  if (!form) throw new MethodNotOffered(method, 'everybody', 'Blink gives no form for it');
  const opening: OrderChange = {
    type: 'attempt_opened',
    attemptId,
    method,
    nonce: payments.ids.nonce(),
    amount: order.amount,
    intent: keptOf(intent, form),
  };
  const changed = await changeOrder(payments, order, cause, (current) => {
    if (usableAttempt(current, method, payments.clock.now())) return []; // another page was faster; this intent is never used
    if (!isPayable(current, payments.clock.now()) || !sameMoney(current.amount, order.amount))
      throw new NotPayable();
    return [...setReadyAside(current), opening];
  });
  const attempt = usableAttempt(changed.order, method, payments.clock.now());
  if (!attempt) throw new NotPayable();
  return { order: changed.order, attempt };
}

/**
 * @throws MethodNotOffered when Blink says that the account does not have it, or that this order cannot be paid in this way
 * @throws BlinkUnreadable when the intent is over before anybody has typed: the next one would be, too
 */
async function createIntent(
  { blink, clock }: Payments,
  wanted: NewIntent,
  method: PaymentMethod,
): Promise<Intent> {
  try {
    const intent = await blink.intents.create(wanted);
    if (!isUseful(intent, clock.now())) throw new BlinkUnreadable('POST intents', 'a life of minutes');
    return intent;
  } catch (error) {
    if (error instanceof BlinkNotEnabled)
      throw new MethodNotOffered(method, 'everybody', 'it is not enabled', error);
    if (refusesForGood(error)) throw new MethodNotOffered(method, 'this_order', 'Blink refuses it', error);
    throw error;
  }
}

/** A ready attempt was never charged: giving it up costs nothing. */
export function abandonReady(order: Order): readonly OrderChange[] {
  const ready = order.attempts.filter((attempt) => attempt.status === 'ready');
  return ready.map((attempt) => ({ type: 'attempt_abandoned', attemptId: attempt.id }));
}

/** One attempt stands ready at a time; what is as good as before waits for its way to pay to be chosen again. */
function setReadyAside(order: Order): readonly OrderChange[] {
  const ready = order.attempts.filter((attempt) => attempt.status === 'ready');
  return ready.map((attempt) => ({
    type: 'attempt_abandoned',
    attemptId: attempt.id,
    ...(asksForOrder(attempt, order) && { setAside: true }),
  }));
}

function keptOf(intent: Intent, form: MethodForm): KeptIntent {
  return {
    id: intent.id,
    reference: intent.reference,
    expiresAt: intent.expiresAt,
    merchantId: intent.merchantId,
    transactionUnique: intent.transactionUnique,
    ...form,
  };
}
