import type { Blink } from '../../blink/blink';
import type { Clock } from '../../kernel/clock';
import type { Ids } from '../../kernel/ids';
import type { OrderStore } from '../store/store';
import type { AccountInTime } from '../../payments/account-in-time';
import type { Capabilities } from '../../payments/capabilities';
import type { Coalesced } from '../../kernel/single-flight';
import type { InFlight } from '../../payments/in-flight';
import type { OfferedMethods } from './offered-methods';
import type { OpenAttempt } from './open-attempt';
import type { Verify } from './verify';

/** What the use cases need. Built once, in `dependencies.ts`. */
export interface Payments {
  readonly orders: OrderStore;
  readonly blink: Blink;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly capabilities: Capabilities;
  readonly inFlight: InFlight;
  readonly openings: Coalesced<OpenAttempt>;
  readonly offered: OfferedMethods;
  /** What the Blink account takes, for those who do not wait for it. */
  readonly account: AccountInTime;
  readonly verify: Verify;
  readonly policy: PaymentPolicy;
  /** Builds the addresses that Blink sends the shopper and its notifications to. */
  readonly addresses: BlinkFacingAddresses;
}

/** What giving money back needs: it is part of `verify`, so it cannot need all of `Payments`. */
export type GivingBack = Pick<Payments, 'orders' | 'blink' | 'clock' | 'ids' | 'log' | 'inFlight'>;

export interface PaymentPolicy {
  /** What is done with money that comes after expiry or cancellation. */
  readonly latePayment: 'accept' | 'review' | 'refund';
  readonly directDebitPaidAt: 'paid_out' | 'confirmed';
}

export interface BlinkFacingAddresses {
  returnUrl(orderId: string, attemptId: string): string;
  notificationUrl(orderId: string, attemptId: string): string;
}

/** Constant sentences with data; the data is ids, words and numbers only. */
export interface Log {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
