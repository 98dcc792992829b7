/* Whether this device can pay with a wallet: only the wallet's own script knows. */
(() => {
  'use strict';

  const CARD = {
    type: 'CARD',
    parameters: {
      allowedAuthMethods: ['PAN_ONLY', 'CRYPTOGRAM_3DS'],
      allowedCardNetworks: ['VISA', 'MASTERCARD', 'AMEX'],
    },
  };

  const checks = {
    apple_pay: async () => Boolean(window.ApplePaySession && window.ApplePaySession.canMakePayments()),
    google_pay: async () => {
      const { PaymentsClient } = window.google.payments.api;
      const ask = { apiVersion: 2, apiVersionMinor: 0, allowedPaymentMethods: [CARD] };
      return (await new PaymentsClient({ environment: 'PRODUCTION' }).isReadyToPay(ask)).result === true;
    },
  };

  /** A promise of true or false; a script that was blocked, or that fails, is a wallet that is not there. */
  window.deviceCanPayWith = async (wallet) => {
    try {
      return await checks[wallet]();
    } catch {
      return false;
    }
  };
})();
