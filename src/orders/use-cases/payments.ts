import type { PaymentContext } from './context';
import type { OfferedMethods } from './offered-methods';
import type { Verify } from './verify';

/** What the use cases need. Built once, in `server/services.ts`. */
export interface Payments extends PaymentContext {
  readonly offered: OfferedMethods;
  readonly verify: Verify;
}
