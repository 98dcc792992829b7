import { paths } from '../../kernel/paths';
import type { Capabilities } from '../../payments/capabilities';
import type { RepeatPaymentAddresses } from './repeat-payments';

/** @param publicUrl the origin that Blink and customers reach us by */
export function repeatPaymentAddresses(
  publicUrl: string,
  capabilities: Capabilities,
): RepeatPaymentAddresses {
  const granted = (
    purpose: 'repeat-payment-return' | 'repeat-payment-notification',
    repeatPaymentId: string,
    setupId: string,
  ) => ({ repeatPaymentId, setupId, capability: capabilities.grant(purpose, repeatPaymentId, setupId) });
  return {
    returnUrl: (id, setupId) =>
      publicUrl + paths.repeatPaymentReturn(granted('repeat-payment-return', id, setupId)),
    notificationUrl: (id, setupId) =>
      publicUrl + paths.repeatPaymentNotification(granted('repeat-payment-notification', id, setupId)),
  };
}
