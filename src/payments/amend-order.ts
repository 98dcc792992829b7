import { AppError } from '../errors';
import { sameMoney } from '../money';
import { changeOrder } from '../orders/change-order';
import type { Cause, OrderAmendment } from '../orders/history';
import type { Attempt, Order } from '../orders/order';
import { isPayable, liveAttempt } from '../orders/status';
import type { Payments } from './payments';

export class NotAmendable extends AppError {
  readonly status = 409;
  readonly code = 'order_not_amendable';
  constructor() {
    super('The order can be changed only while it is open and no payment is under way');
  }
}

/**
 * Changes an order while nothing is in flight. A new amount is charged only once the intent at Blink has it too: until then the attempt
 * still has the old one, and an attempt whose amount is not the order's is never charged.
 * @throws NotAmendable, OrderNotFound
 */
export async function amendOrder(
  payments: Payments,
  orderId: string,
  amendment: OrderAmendment,
  cause: Cause,
): Promise<Order> {
  const { order } = await changeOrder(payments, orderId, cause, (current) => {
    if (!isPayable(current, payments.clock.now())) throw new NotAmendable();
    return [{ type: 'order_amended', amendment }];
  });
  const ready = liveAttempt(order);
  return ready && !sameMoney(ready.amount, order.amount) ? amendIntent(payments, order, ready, cause) : order;
}

/** The shopper's open page goes on with the amended intent; where Blink does not amend it, the next look at the page makes a new one. */
async function amendIntent(payments: Payments, order: Order, ready: Attempt, cause: Cause): Promise<Order> {
  const isAmended = await updateAtBlink(payments, order, ready);
  const changed = await changeOrder(payments, order.id, cause, (current) => {
    const attempt = current.attempts.find(({ id }) => id === ready.id);
    if (attempt?.status !== 'ready') return [];
    return isAmended && sameMoney(current.amount, order.amount)
      ? [{ type: 'attempt_amended', attemptId: ready.id, amount: order.amount }]
      : [{ type: 'attempt_abandoned', attemptId: ready.id }];
  });
  return changed.order;
}

async function updateAtBlink({ blink, log }: Payments, order: Order, ready: Attempt): Promise<boolean> {
  if (ready.intent.walletButton) return false; // its sheet shows the old amount
  try {
    const intent = await blink.intents.update(ready.intent.id, { amount: order.amount });
    return intent.reference === ready.intent.reference;
  } catch (error) {
    log.warn(
      { orderId: order.id, attemptId: ready.id, err: error },
      'an intent did not follow its order and is replaced',
    );
    return false;
  }
}
