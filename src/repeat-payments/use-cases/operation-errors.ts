import { AppError } from '../../kernel/errors';
import type { PaymentStatus, ScheduleStatus } from '../domain/repeat-payment';

export class PaymentNotFound extends AppError {
  readonly status = 404;
  readonly code = 'payment_not_found';
  constructor() {
    super('The repeat payment has no such payment');
  }
}

export class RepeatPaymentNotCancellable extends AppError {
  readonly status = 409;
  readonly code = 'repeat_payment_not_cancellable';
  constructor(status: ScheduleStatus) {
    super(`A repeat payment that is ${status} cannot be cancelled`);
  }
}

/** Whether it starts is being decided at this moment. */
export class EnrolmentUnderWay extends AppError {
  readonly status = 409;
  readonly code = 'setup_under_way';
  constructor() {
    super(
      'The customer is starting the repeat payment at this moment: what becomes of it is to be known first',
    );
  }
}

export class NotStarted extends AppError {
  readonly status = 409;
  readonly code = 'repeat_payment_not_started';
  constructor() {
    super('The repeat payment has not started');
  }
}

export class PaymentNotCancellable extends AppError {
  readonly status = 409;
  readonly code = 'payment_not_cancellable';
  constructor(status: PaymentStatus | 'being tried again') {
    super(`Only a payment that is still to come can be cancelled: this one is ${status}`);
  }
}

export class PaymentNotRefundable extends AppError {
  readonly status = 409;
  readonly code = 'payment_not_refundable';
  constructor(status: PaymentStatus) {
    super(`Only a payment that was taken can be given back: this one is ${status}`);
  }
}

export class PaymentNotRetryable extends AppError {
  readonly status = 409;
  readonly code = 'payment_not_retryable';
  constructor(why: PaymentStatus | 'of a repeat payment that was cancelled') {
    super(`Only a payment that was declined can be tried again: this one is ${why}`);
  }
}

/** The last one may or may not have happened: another could do the same twice. */
export class OperationOutcomeUnknown extends AppError {
  readonly status = 409;
  readonly code = 'outcome_unknown';
  constructor() {
    super(
      'Whether the same was done before is not known: look it up in the Blink portal and close the review first',
    );
  }
}

export class OperationRefused extends AppError {
  readonly status = 409;
  readonly code = 'refused_by_blink';
  constructor(reason: string) {
    super(`Blink refused: ${reason || 'no reason given'}`);
  }
}

/** Nothing happened, for certain. */
export class OperationNotSent extends AppError {
  readonly status = 503;
  readonly code = 'not_sent';
  constructor(cause: Error) {
    super('Blink could not be asked: nothing happened, and it may be asked again', { cause });
  }
}

/** There is nothing that another card could be used for, or one is being entered at this moment. */
export class CardNotReplaceable extends AppError {
  readonly status = 409;
  readonly code = 'card_not_replaceable';
  constructor() {
    super(
      'The card cannot be replaced now: nothing more is to be taken from it, or another is being entered',
    );
  }
}

/** This form has given a card to Blink before: a second one of it is a double click. */
export class CardCheckUsed extends AppError {
  readonly status = 409;
  readonly code = 'card_check_used';
  constructor() {
    super('This form was used before');
  }
}

/** The payments are not, or not any more, what the page said of them when the card was entered: no card is taken on those words. */
export class CardPageOutdated extends AppError {
  readonly status = 409;
  readonly code = 'card_page_outdated';
  constructor() {
    super('The page for the new card showed something else than what is so now');
  }
}
