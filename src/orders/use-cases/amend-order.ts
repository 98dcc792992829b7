import { AppError } from '../../kernel/errors';
import { sameMoney } from '../../kernel/money';
import { changeOrder } from '../store/change-order';
import type { OrderAmendment, OrderChange } from '../domain/history';
import type { Attempt, Order } from '../domain/order';
import { isPayable, liveAttempt } from '../domain/status';
import { abandonReady } from './open-attempt';
import type { Payments } from './payments';
import type { Cause } from '../../ledger/line';

export class NotAmendable extends AppError {
  readonly status = 409;
  readonly code = 'order_not_amendable';
  constructor() {
    super('The order can be changed only while it is open and no payment is under way');
  }
}

/**
 * Changes an order while nothing is in flight. A new amount is charged only by an intent that has it too: the one that stands ready is in
 * doubt from the moment in which the order changes until Blink says that it followed, and an attempt in doubt is never charged. An intent
 * is asked to follow once at a time, since of two such calls the later one may arrive first: who changes the amount again meanwhile, be it
 * back to what it was, gives the attempt up.
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
    return [...abandonWhatCannotFollow(current, amendment), { type: 'order_amended', amendment }];
  });
  const ready = liveAttempt(order);
  return amendment.amount && ready?.isAmountInDoubt ? amendIntent(payments, order, ready, cause) : order;
}

function abandonWhatCannotFollow(order: Order, { amount }: OrderAmendment): readonly OrderChange[] {
  const ready = liveAttempt(order);
  if (!ready || !amount) return [];
  const hasSheetOfItsOwn = ready.intent.walletButton !== null && !sameMoney(ready.amount, amount);
  return ready.isAmountInDoubt || hasSheetOfItsOwn ? abandonReady(order) : [];
}

/** The next page is drawn with the amended intent; where Blink does not say that it amended it, with a new one. */
async function amendIntent(payments: Payments, order: Order, ready: Attempt, cause: Cause): Promise<Order> {
  const isAmended = await updateAtBlink(payments, order, ready);
  const changed = await changeOrder(payments, order, cause, (current) => {
    const attempt = current.attempts.find(({ id }) => id === ready.id);
    if (attempt?.status !== 'ready') return [];
    return isAmended && sameMoney(current.amount, order.amount)
      ? [{ type: 'attempt_amended', attemptId: ready.id, amount: order.amount }]
      : [{ type: 'attempt_abandoned', attemptId: ready.id }];
  });
  return changed.order;
}

async function updateAtBlink({ blink, log }: Payments, order: Order, ready: Attempt): Promise<boolean> {
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
