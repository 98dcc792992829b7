/* Stands in for Google's pay.js: as much of PaymentsClient as a checkout needs. */
(function () {
  'use strict';

  function PaymentsClient() {}

  PaymentsClient.prototype.isReadyToPay = function () {
    return Promise.resolve({ result: true });
  };

  PaymentsClient.prototype.createButton = function (options) {
    var holder = document.createElement('div');
    var button = document.createElement('button');
    button.type = 'button';
    button.id = 'gpay-button-online-api-id';
    button.textContent = 'Pay with Google Pay';
    Object.assign(button.style, {
      width: '100%',
      minHeight: '48px',
      border: '0',
      borderRadius: '8px',
      background: '#1f1f1f',
      color: '#fff',
      font: '600 16px system-ui, sans-serif',
      cursor: 'pointer',
    });
    button.addEventListener('click', options.onClick);
    holder.append(button);
    return holder;
  };

  PaymentsClient.prototype.loadPaymentData = async function (request) {
    var total = request.transactionInfo;
    var paid = await window.sandboxWalletSheet('Google Pay', total.totalPrice + ' ' + total.currencyCode);
    if (!paid) throw Object.assign(new Error('CANCELED'), { statusCode: 'CANCELED' });
    var token = {
      signature: window.sandboxWalletText(70),
      intermediateSigningKey: {
        signedKey: '{"keyValue":"sandbox","keyExpiration":"0"}',
        signatures: [window.sandboxWalletText(70)],
      },
      protocolVersion: 'ECv2',
      signedMessage: JSON.stringify({
        encryptedMessage: window.sandboxWalletText(120),
        ephemeralPublicKey: window.sandboxWalletText(65),
        tag: window.sandboxWalletText(32),
      }),
    };
    return {
      apiVersion: 2,
      apiVersionMinor: 0,
      paymentMethodData: {
        type: 'CARD',
        tokenizationData: { type: 'PAYMENT_GATEWAY', token: JSON.stringify(token) },
      },
    };
  };

  PaymentsClient.prototype.prefetchPaymentData = function () {};

  window.google = window.google || {};
  window.google.payments = { api: { PaymentsClient: PaymentsClient } };
})();
