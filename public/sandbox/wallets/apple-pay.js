/* Stands in for Apple's SDK: the button, and a session that asks in the sandbox's sheet. */
(function () {
  'use strict';

  if (!customElements.get('apple-pay-button')) {
    customElements.define(
      'apple-pay-button',
      class extends HTMLElement {
        connectedCallback() {
          if (this.shadowRoot) return;
          var button = document.createElement('button');
          button.type = 'button';
          button.textContent = 'Pay with Apple Pay';
          Object.assign(button.style, {
            width: '100%',
            minHeight: '48px',
            border: '0',
            borderRadius: '8px',
            background: '#000',
            color: '#fff',
            font: '600 16px system-ui, sans-serif',
            cursor: 'pointer',
          });
          this.style.display = 'block';
          this.attachShadow({ mode: 'open', delegatesFocus: true }).append(button);
        }
      },
    );
  }

  function Session(_version, request) {
    this.request = request;
  }

  Session.STATUS_SUCCESS = 0;
  Session.STATUS_FAILURE = 1;
  Session.canMakePayments = function () {
    return true;
  };
  Session.supportsVersion = Session.canMakePayments;

  Session.prototype.begin = function () {
    var session = this;
    setTimeout(function () {
      session.onvalidatemerchant({ validationURL: 'https://apple-pay.invalid/sandbox' });
    }, 0);
  };

  Session.prototype.completeMerchantValidation = async function () {
    var paid = await window.sandboxWalletSheet(
      'Apple Pay',
      this.request.total.amount + ' ' + this.request.currencyCode,
    );
    if (paid) this.onpaymentauthorized({ payment: { token: { paymentData: newToken() } } });
    else if (this.oncancel) this.oncancel({});
  };

  Session.prototype.completePayment = function () {};
  Session.prototype.abort = function () {};

  function newToken() {
    return {
      data: window.sandboxWalletText(180),
      signature: window.sandboxWalletText(120),
      header: {
        publicKeyHash: window.sandboxWalletText(32),
        ephemeralPublicKey: window.sandboxWalletText(91),
        transactionId: window.sandboxWalletText(32),
      },
      version: 'EC_v1',
    };
  }

  window.ApplePaySession = window.ApplePaySession || Session;
})();
