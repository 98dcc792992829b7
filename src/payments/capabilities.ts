import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a capability is for: each purpose has a key of its own, so that a capability for one is never valid for another. */
export type CapabilityPurpose =
  'return' | 'notification' | 'repeat-payment-return' | 'repeat-payment-notification';

/** Unguessable parts of addresses: whoever has one got it from us, or from somebody we gave it to. A capability proves nothing more. */
export interface Capabilities {
  grant(purpose: CapabilityPurpose, orderId: string, attemptId: string): string;
  /** Compares in constant time, and reads no order. */
  isGranted(purpose: CapabilityPurpose, orderId: string, attemptId: string, presented: string): boolean;
}

/** @param secrets the first one grants, all are accepted: that is how a secret is rotated */
export function createCapabilities(secrets: readonly [string, ...string[]]): Capabilities {
  // The keys are derived once: deriving them for each request was a fifth of what a notification costs.
  const keys = {
    return: keysFor('return', secrets),
    notification: keysFor('notification', secrets),
    'repeat-payment-return': keysFor('repeat-payment-return', secrets),
    'repeat-payment-notification': keysFor('repeat-payment-notification', secrets),
  } satisfies Readonly<Record<CapabilityPurpose, unknown>>;
  const granted = (key: Buffer, orderId: string, attemptId: string): string =>
    createHmac('sha256', key).update(`${orderId}/${attemptId}`).digest('base64url');
  return {
    grant: (purpose, orderId, attemptId) => granted(keys[purpose][0], orderId, attemptId),
    isGranted: (purpose, orderId, attemptId, presented) =>
      keys[purpose].map((key) => isSame(granted(key, orderId, attemptId), presented)).includes(true),
  };
}

/** Compares the texts themselves: many base64url texts decode to the same bytes. */
function isSame(granted: string, presented: string): boolean {
  const [expected, offered] = [Buffer.from(granted), Buffer.from(presented)];
  return offered.length === expected.length && timingSafeEqual(offered, expected);
}

function keysFor(
  purpose: CapabilityPurpose,
  [first, ...others]: readonly [string, ...string[]],
): readonly [Buffer, ...Buffer[]] {
  return [keyFor(purpose, first), ...others.map((secret) => keyFor(purpose, secret))];
}

function keyFor(purpose: CapabilityPurpose, secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `blink-checkout/v1/${purpose}`, 32));
}
