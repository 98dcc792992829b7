import type { Blink } from '../../blink/blink';
import type { RepeatPaymentCalls } from '../../blink/schedules/repeat-payment';
import type { Clock } from '../../kernel/clock';
import type { Ids } from '../../kernel/ids';
import type { OrderStore } from '../../orders/store/store';
import type { AccountInTime } from '../../payments/account-in-time';
import type { Capabilities } from '../../payments/capabilities';
import type { SingleFlight } from '../../kernel/single-flight';
import type { InFlight } from '../../payments/in-flight';
import type { CardCheck, RepeatPayment, Enrolment } from '../domain/repeat-payment';
import type { RepeatPaymentStore } from '../store/store';
import type { Log } from '../../kernel/log';

/** What the use cases need. Built once, in `server/services.ts`. */
export interface RepeatPayments {
  readonly store: RepeatPaymentStore;
  /** For using the card of a paid order. */
  readonly orders: OrderStore;
  readonly blink: Pick<Blink, 'intents' | 'transactions'> & { readonly repeatPayments: RepeatPaymentCalls };
  /** What the Blink account takes, for those who do not wait for it. */
  readonly account: AccountInTime;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly capabilities: Capabilities;
  readonly inFlight: InFlight;
  readonly openings: SingleFlight<OpenEnrolment>;
  readonly cardUpdates: SingleFlight<OpenCardUpdate>;
  readonly looks: SingleFlight<RepeatPayment>;
  /** Builds the addresses that Blink sends the customer and its notifications to. */
  readonly addresses: RepeatPaymentAddresses;
}

export interface OpenEnrolment {
  readonly repeatPayment: RepeatPayment;
  readonly setup: Enrolment;
}

export interface OpenCardUpdate {
  readonly repeatPayment: RepeatPayment;
  readonly cardCheck: CardCheck;
}

export interface RepeatPaymentAddresses {
  returnUrl(repeatPaymentId: string, setupId: string): string;
  notificationUrl(repeatPaymentId: string, setupId: string): string;
}

export interface EnrolmentReference {
  readonly repeatPaymentId: string;
  readonly setupId: string;
}

export interface CardCheckReference {
  readonly repeatPaymentId: string;
  readonly cardCheckId: string;
}
