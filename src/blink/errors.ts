import type { FieldError } from '../kernel/errors';
import { AppError } from '../kernel/errors';

/**
 * Every failure of a call to Blink. None of these contains a request, an answer or the HTTP library's error:
 * those carry the bearer, the keys and the card token into whatever prints them.
 */
export abstract class BlinkError extends AppError {}

/** Blink could not be reached, did not answer in time or limits our rate. A later retry may help. */
export class BlinkUnavailable extends BlinkError {
  readonly status = 503;
  readonly code = 'blink_unavailable';
  /** Null when Blink named no time. */
  readonly retryAfterMs: number | null;

  constructor(attempted: string, why: string, retryAfterMs: number | null = null) {
    super(`${attempted} at Blink did not succeed: ${why}`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Blink understood the call and refused it. Repeating the same call will not help. */
export class BlinkRefused extends BlinkError {
  readonly status: number = 502;
  readonly code: string = 'blink_refused';
  readonly httpStatus: number;
  /** Blink's own words for the operator, made safe to print; empty when Blink gave none. */
  readonly reason: string;
  override readonly fields: readonly FieldError[];

  constructor(
    attempted: string,
    httpStatus: number,
    refusal: { readonly reason: string; readonly fields?: readonly FieldError[] },
  ) {
    super(`Blink refused ${attempted} (${httpStatus}): ${refusal.reason || 'no reason given'}`);
    this.httpStatus = httpStatus;
    this.reason = refusal.reason;
    this.fields = refusal.fields ?? [];
  }
}

/** The merchant's account may not do this: a matter for the merchant and Blink, not for the shopper. */
export class BlinkNotEnabled extends BlinkRefused {
  override readonly code = 'blink_not_enabled';
}

/** Blink does not accept the API key and secret key. */
export class BlinkKeysRefused extends BlinkRefused {
  override readonly code = 'blink_keys_refused';
}

/** Whether the request itself is wrong (an amount, a currency) and would be refused again; a refused key or token is another matter. */
export function refusesForGood(error: unknown): error is BlinkRefused {
  if (!(error instanceof BlinkRefused) || error instanceof BlinkKeysRefused || error instanceof IntentOver)
    return false;
  return error.httpStatus === 400 || error.httpStatus === 422;
}

/** The intent expired or was used before: a new one is needed. */
export class IntentOver extends BlinkRefused {
  override readonly status = 409;
  override readonly code = 'intent_over';
}

/** Blink answered with something that its documents do not describe. Somebody has to investigate. */
export class BlinkUnreadable extends BlinkError {
  readonly status = 502;
  readonly code = 'blink_unreadable';

  constructor(attempted: string, what: string) {
    super(`Blink's answer to ${attempted} cannot be read: ${what}`);
  }
}

export class TransactionNotFound extends BlinkError {
  readonly status = 404;
  readonly code = 'transaction_not_found';

  constructor(transactionId: string) {
    super(`Blink does not know the transaction ${transactionId}`);
  }
}

export class ScheduleNotFound extends BlinkError {
  readonly status = 404;
  readonly code = 'schedule_not_found';

  constructor({ type, id }: { readonly type: string; readonly id: number }) {
    super(`Blink does not know the ${type} schedule ${id}`);
  }
}

/** It is certain that a call that moves money was not sent: it may be made again. */
export class BlinkNotAsked extends BlinkError {
  readonly status = 503;
  readonly code = 'blink_not_asked';

  constructor(attempted: string, why: string, cause?: BlinkError) {
    super(`${attempted} was not sent to Blink: ${why}`, cause ? { cause } : undefined);
  }
}
