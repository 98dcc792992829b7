/* Called by the button's onclick in the element. */
function onApplePayButtonClicked(
  _merchantId,
  amount,
  _transactionUnique,
  currency,
  shop,
  _page,
  domain,
  blink,
) {
  'use strict';

  var session = new ApplePaySession(3, {
    countryCode: 'GB',
    currencyCode: currency,
    supportedNetworks: ['visa', 'masterCard', 'amex'],
    merchantCapabilities: ['supports3DS'],
    total: { label: shop, amount: amount },
  });

  session.onvalidatemerchant = async function () {
    var response = await fetch(blink + 'apple-pay/merchant-session?domain=' + encodeURIComponent(domain));
    session.completeMerchantValidation(await response.json());
  };

  session.onpaymentauthorized = function (event) {
    var input = document.getElementById('applePayToken');
    input.value = JSON.stringify(event.payment.token.paymentData);
    session.completePayment(ApplePaySession.STATUS_SUCCESS);
    input.form.requestSubmit();
  };

  session.begin();
}
