import { paths } from '../../kernel/paths';
import type { Capabilities } from '../../payments/capabilities';
import type { BlinkFacingAddresses } from './context';

/** @param publicUrl the origin that Blink and shoppers reach us by */
export function blinkFacingAddresses(publicUrl: string, capabilities: Capabilities): BlinkFacingAddresses {
  const granted = (purpose: 'return' | 'notification', orderId: string, attemptId: string) => ({
    orderId,
    attemptId,
    capability: capabilities.grant(purpose, orderId, attemptId),
  });
  return {
    returnUrl: (orderId, attemptId) => publicUrl + paths.paymentReturn(granted('return', orderId, attemptId)),
    notificationUrl: (orderId, attemptId) =>
      publicUrl + paths.notification(granted('notification', orderId, attemptId)),
  };
}
