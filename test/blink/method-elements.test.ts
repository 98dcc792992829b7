import { bankElementFrom } from '../../src/blink/payments/elements';
import { walletElementFrom } from '../../src/blink/payments/wallet-element';
import { money } from '../../src/kernel/money';

const AMOUNT = money(1_01, 'GBP');
const GOOGLE = (call: string): string =>
  `<div id="blinkGooglePay"><input type="hidden" name="paymentToken" id="googlePayToken">
   <script src="https://secure.blinkpayment.co.uk//assets/js/google-pay-api.js"></script>
   <script async src="https://pay.google.com/gp/p/js/pay.js" onload="${call}"></script></div><div id="container"></div>`;
const APPLE = (call: string): string =>
  `<div id="blinkApplePay"><script src="https://secure.blinkpayment.co.uk/\\assets\\js\\apple-pay-api.js"></script>
   <apple-pay-button id="apple-pay-btn" buttonstyle=black type=plain onclick="${call}"></apple-pay-button></div>`;
const LOADED = "onGooglePayLoaded('TEST','155928','BCR2','','Ann\\'s (shop)','','GBP','1.01')";
const CLICKED =
  "onApplePayButtonClicked('155928','1.01','w4Wc','GBP','slug','273','shop.example','https://secure.blinkpayment.co.uk/')";

describe('a wallet’s element', () => {
  it('is read as the values that its handler gives, never as code', () => {
    expect(walletElementFrom('google_pay', GOOGLE(LOADED), AMOUNT)).toEqual({
      values: ['TEST', '155928', 'BCR2', '', "Ann's (shop)", '', 'GBP', '1.01'],
    });
    expect(walletElementFrom('apple_pay', APPLE(CLICKED), AMOUNT)?.values).toHaveLength(8);
  });

  it.each([
    ['no text', undefined],
    ['nothing', ''],
    ['the element of the other wallet', APPLE(CLICKED)],
    ['another function', GOOGLE(LOADED.replace('onGooglePayLoaded', 'eval'))],
    ['two statements', GOOGLE(`${LOADED};alert(1)`)],
    ['a value that is code', GOOGLE(LOADED.replace("'TEST'", 'alert(1)'))],
    ['a text that ends early', GOOGLE(LOADED.replace('TEST', "T','"))],
    ['an escape', GOOGLE(LOADED.replace('TEST', '\\x41'))],
    ['markup in a value', GOOGLE(LOADED.replace('TEST', '&lt;b&gt;'))],
    ['another amount', GOOGLE(LOADED.replace('1.01', '1.10'))],
    ['another currency', GOOGLE(LOADED.replace('GBP', 'EUR'))],
    ['no amount', GOOGLE("onGooglePayLoaded('TEST')")],
    ['two buttons', GOOGLE(LOADED) + GOOGLE(LOADED)],
    ['a list without end', GOOGLE(`onGooglePayLoaded(${"'',".repeat(5_000)}'')`)],
  ])('with %s is not offered', (_, markup) => {
    expect(walletElementFrom('google_pay', markup, AMOUNT)).toBeNull();
  });
});

describe('a bank’s element', () => {
  it('says whether the address is asked for', () => {
    const plain =
      '<input type="hidden" name="resource" value="openbankings"><input type="text" name="customer_name">';
    expect(bankElementFrom(plain)).toEqual({ textFields: [] });
    expect(
      bankElementFrom(`${plain}<input name="customer_postcode"><input name="customer_address">`),
    ).toEqual({
      textFields: ['customer_address', 'customer_postcode'],
    });
    expect(bankElementFrom(`${plain}<input type="hidden" name="customer_address">`)).toEqual({
      textFields: [],
    });
  });

  it.each([[undefined], [null], [''], [7], ['<p>Sorry</p>']])('that is %j is not offered', (markup) => {
    expect(bankElementFrom(markup)).toBeNull();
  });
});
