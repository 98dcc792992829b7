import { randomBytes } from 'node:crypto';

/** Makes the ids and secrets of new things; a test may pass its own. */
export interface Ids {
  order(): string;
  attempt(): string;
  refund(): string;
  repeatPayment(): string;
  enrolment(): string;
  /** The id of an operation: something that Blink is asked to do with a repeat payment. */
  operation(): string;
  /** The capability in `checkout_url`. */
  token(): string;
  nonce(): string;
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

export const randomIds: Ids = {
  order: () => `ord_${random(16)}`,
  attempt: () => `att_${random(12)}`,
  refund: () => `ref_${random(12)}`,
  repeatPayment: () => `rp_${random(16)}`,
  enrolment: () => `set_${random(12)}`,
  operation: () => `mov_${random(12)}`,
  token: () => random(24),
  nonce: () => random(16),
};
