import type { RepeatPayments } from '../use-cases/repeat-payments';

/** What the API's calls work with. */
export interface RepeatPaymentApi {
  readonly repeatPayments: RepeatPayments;
  /** The origin that customers reach us by. */
  readonly publicUrl: string;
  /** Where `success_url` may point to. */
  readonly shopOrigins: readonly string[];
}

export const GROUP = 'Repeat payments';
