import { AppError } from '../../kernel/errors';
import { formatMoney, type Money } from '../../kernel/money';
import type { OrderStatus } from '../domain/status';

export class NotCapturable extends AppError {
  readonly status = 409;
  readonly code = 'order_not_capturable';
  constructor(orderStatus: OrderStatus) {
    super(`No money is reserved that could be taken: the order is ${orderStatus}`);
  }
}

/** Nobody asked for an authorisation only, and Blink has accepted the payment: Blink captures it by itself. */
export class NothingAuthorised extends AppError {
  readonly status = 409;
  readonly code = 'nothing_reserved';
  constructor() {
    super(
      'Nothing is reserved that could be taken: Blink has accepted the payment and takes the money by itself, so there is only to wait for it',
    );
  }
}

export class CaptureTooLarge extends AppError {
  readonly status = 409;
  readonly code = 'capture_too_large';
  constructor(asked: Money, reserved: Money) {
    super(`Cannot take ${formatMoney(asked)}: only ${formatMoney(reserved)} is reserved`);
  }
}

/** Another capture or release was asked for, and what became of it is not known yet. */
export class AuthorisationBusy extends AppError {
  readonly status = 409;
  readonly code = 'reservation_busy';
  constructor() {
    super('Taking or releasing this reservation was asked for before and is not settled yet');
  }
}

export class CaptureRefused extends AppError {
  readonly status = 409;
  readonly code = 'capture_refused';
  constructor(reason: string) {
    super(`Blink refused to take the reserved money: ${reason || 'no reason given'}`);
  }
}

export class VoidRefused extends AppError {
  readonly status = 409;
  readonly code = 'release_refused';
  constructor(reason: string) {
    super(`Blink refused to let the reserved money go: ${reason || 'no reason given'}`);
  }
}

/** Nothing was captured or voided, for certain. */
export class AuthorisationOutcomeUnknown extends AppError {
  readonly status = 503;
  readonly code = 'reservation_not_moved';
  constructor(cause: Error) {
    super('Blink could not be asked: the money is still reserved, and it may be asked again', { cause });
  }
}
