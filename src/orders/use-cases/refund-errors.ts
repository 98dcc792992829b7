import { AppError } from '../../kernel/errors';
import { formatMoney, type Money } from '../../kernel/money';
import type { OrderStatus } from '../domain/status';

export class NotRefundable extends AppError {
  readonly status = 409;
  readonly code = 'order_not_refundable';
  constructor(orderStatus: OrderStatus) {
    super(`Nothing is left to give back: the order is ${orderStatus}`);
  }
}

/** Blink's API refunds card payments only. */
export class MethodNotRefundable extends AppError {
  readonly status = 409;
  readonly code = 'method_not_refundable';
  constructor() {
    super('A bank payment cannot be refunded through Blink: send the money back from your bank');
  }
}

export class RefundTooLarge extends AppError {
  readonly status = 409;
  readonly code = 'refund_too_large';
  constructor(asked: Money, left: Money) {
    super(`Cannot refund ${formatMoney(asked)}: only ${formatMoney(left)} is left`);
  }
}

/** Somebody refunded since the caller looked. */
export class RefundableChanged extends AppError {
  readonly status = 409;
  readonly code = 'refundable_changed';
  constructor(expected: Money, left: Money) {
    super(
      `${formatMoney(left)} can be refunded now, not ${formatMoney(expected)}: look again before refunding`,
    );
  }
}

/** Somebody gave a part back at Blink, and Blink does not say how much: what all of the rest would be, nobody knows. */
export class RefundableUnknown extends AppError {
  readonly status = 409;
  readonly code = 'refundable_unknown';
  constructor() {
    super(
      'A part of the payment was given back at Blink, and Blink does not say how much: look it up in the Blink portal and ask for an `amount`',
    );
  }
}

/** The last refund may or may not have happened: another could refund the same money twice. */
export class RefundOutcomeUnknown extends AppError {
  readonly status = 409;
  readonly code = 'refund_outcome_unknown';
  constructor() {
    super(
      'Whether an earlier refund happened is not known: look it up in the Blink portal and close the review first',
    );
  }
}

export class PartialRefundTooEarly extends AppError {
  readonly status = 409;
  readonly code = 'refund_before_settlement';
  constructor() {
    super(
      'The payment is not settled yet, which happens overnight: until then only the whole of it can be given back. ' +
        'Refund all of it now, or this part tomorrow',
    );
  }
}

export class RefundRefused extends AppError {
  readonly status = 409;
  readonly code = 'refund_refused';
  constructor(reason: string) {
    super(`Blink refused the refund: ${reason || 'no reason given'}`);
  }
}

/** Nothing was refunded, for certain. */
export class RefundNotSent extends AppError {
  readonly status = 503;
  readonly code = 'refund_not_sent';
  constructor(cause: Error) {
    super('Blink could not be asked for the refund: nothing was given back, and it may be asked again', {
      cause,
    });
  }
}
