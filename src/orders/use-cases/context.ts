import type { Blink } from '../../blink/blink';
import type { Clock } from '../../kernel/clock';
import type { Ids } from '../../kernel/ids';
import type { Log } from '../../kernel/log';
import type { SingleFlight } from '../../kernel/single-flight';
import type { AccountInTime } from '../../payments/account-in-time';
import type { Capabilities } from '../../payments/capabilities';
import type { InFlight } from '../../payments/in-flight';
import type { Attempt, Order } from '../domain/order';
import type { OrderStore } from '../store/store';

/** What every rule of a payment may need: nothing in here knows a use case. */
export interface PaymentContext {
  readonly orders: OrderStore;
  readonly blink: Blink;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly capabilities: Capabilities;
  readonly inFlight: InFlight;
  /** Of one order, method and sender at a time only one attempt is opened. */
  readonly openings: SingleFlight<OpenAttempt>;
  /** What the Blink account takes, for those who do not wait for it. */
  readonly account: AccountInTime;
  readonly policy: PaymentPolicy;
  /** Builds the addresses that Blink sends the shopper and its notifications to. */
  readonly addresses: BlinkFacingAddresses;
}

export interface PaymentPolicy {
  /** What is done with money that comes after expiry or cancellation. */
  readonly latePayment: 'accept' | 'review' | 'refund';
  readonly directDebitPaidAt: 'paid_out' | 'confirmed';
}

export interface BlinkFacingAddresses {
  returnUrl(orderId: string, attemptId: string): string;
  notificationUrl(orderId: string, attemptId: string): string;
}

/** An attempt that can be charged, and its order as it was read or written with it. */
export interface OpenAttempt {
  readonly order: Order;
  readonly attempt: Attempt;
}
