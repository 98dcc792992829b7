/* Called by the onload of Google's script in the element. */
function onGooglePayLoaded(
  environment,
  merchantId,
  googleMerchantId,
  _gateway,
  shop,
  _country,
  currency,
  amount,
) {
  'use strict';

  var client = new google.payments.api.PaymentsClient({ environment: environment });
  var request = {
    apiVersion: 2,
    apiVersionMinor: 0,
    merchantInfo: { merchantId: googleMerchantId, merchantName: shop },
    allowedPaymentMethods: [
      {
        type: 'CARD',
        tokenizationSpecification: { type: 'PAYMENT_GATEWAY', parameters: { gatewayMerchantId: merchantId } },
      },
    ],
    transactionInfo: { totalPriceStatus: 'FINAL', totalPrice: amount, currencyCode: currency },
  };

  async function pay() {
    try {
      var data = await client.loadPaymentData(request);
      var input = document.getElementById('googlePayToken');
      input.value = data.paymentMethodData.tokenizationData.token;
      describeBrowser('gp_');
      input.form.requestSubmit();
    } catch (error) {
      if (error.statusCode !== 'CANCELED') throw error;
    }
  }

  function describeBrowser(prefix) {
    var values = {
      device_timezone: new Date().getTimezoneOffset(),
      device_capabilities: 'javascript',
      device_accept_language: navigator.language,
      device_screen_resolution: screen.width + 'x' + screen.height + 'x' + screen.colorDepth,
      remote_address: '127.0.0.1',
    };
    Object.keys(values).forEach(function (name) {
      var input = document.getElementById(prefix + name);
      if (input) input.value = values[name];
    });
  }

  client.isReadyToPay(request).then(function (ready) {
    if (ready.result) document.getElementById('container').append(client.createButton({ onClick: pay }));
  });
}
