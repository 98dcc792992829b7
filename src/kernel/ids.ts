import { randomBytes } from 'node:crypto';

/** Where names and secrets of new things come from; a test may pass its own. */
export interface Ids {
  order(): string;
  attempt(): string;
  refund(): string;
  repeatPayment(): string;
  setup(): string;
  /** Of something that Blink is asked to do with a repeat payment. */
  move(): string;
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
  setup: () => `set_${random(12)}`,
  move: () => `mov_${random(12)}`,
  token: () => random(24),
  nonce: () => random(16),
};
