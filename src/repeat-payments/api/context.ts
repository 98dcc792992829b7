import type { RepeatPayments } from '../use-cases/repeat-payments';

/** The dependencies of the API's calls. */
export interface RepeatPaymentApi {
  readonly repeatPayments: RepeatPayments;
  /** The origin by which customers reach us. */
  readonly publicUrl: string;
  /** Where `success_url` may point to. */
  readonly shopOrigins: readonly string[];
}

export const GROUP = 'Repeat payments';
