import fc from 'fast-check';
import { isEmailAddress, mailableAddress } from '../../src/kernel/email-address';

/** As the HTML standard writes it. */
const OF_HTML =
  /^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

describe('an e-mail address', () => {
  it.each([
    'ada@shopper.example', 'b&b@shopper.example', 'sales/uk@shopper.example', "o'neill@shopper.example", 'a+b@x.co',
    'ada.@shopper.example', '.ada@shopper.example', 'a..b@shopper.example', 'ADA@SHOPPER.EXAMPLE', '1@1.de',
    '!#$%&*+/=?^_`{|}~-@shopper.example', 'a@x-y.example', 'a@xn--bcher-kva.example',
  ])('is one, and is written to as it is: %s', (text) => {
    expect(mailableAddress(text)?.toLowerCase()).toBe(text.toLowerCase());
  }); // prettier-ignore

  it.each([
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@例え.テスト', 'ada@xn--r8jz45g.xn--zckzah'],
    ['ada@ｓｈｏｐ．example', 'ada@shop.example'],
  ])('may have a domain in any script: %s', (text, ascii) => {
    expect(mailableAddress(text)).toBe(ascii);
  });

  it.each([
    '', 'ada', '@', 'ada@', '@shopper.example', 'ada@shopper', 'ada@shopper.', 'ada@.example', 'ada@-a.example', 'ada@a-.example',
    'ada@a_b.example', 'ada@@shopper.example', 'a da@shopper.example', ' ada@shopper.example', 'ada@shopper.example ',
    'ada@shopper.example, eve@other.example', 'ada@shopper.example\r\nBcc: eve@other.example', 'Ada <ada@shopper.example>',
    'ada@shopper.example/x', 'ada@shopper.example?x', 'ada@shopper.example:25', 'ada@[127.0.0.1]', 'ada@127.0.0.1', 'ada@１.２', '"a b"@shopper.example',
    'ädä@shopper.example', `${'a'.repeat(65)}@shopper.example`, `a@${'b'.repeat(64)}.example`, `a@${'b.'.repeat(125)}example`,
    `a@${'é.'.repeat(60)}example`,
  ])('is not %j', (text) => {
    expect(isEmailAddress(text)).toBe(false);
  }); // prettier-ignore

  it('is what a browser takes for one, but for a domain without a dot', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'b', 'Z', '.', '-', '_', '&', '+', '@', ' ', ',', '"', 'é'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.tuple(part, fc.constantFrom('@', '@@', ''), part), ([local, at, domain]) => {
        const text = local + at + domain;
        const host = text.slice(text.lastIndexOf('@') + 1);
        const isOne = OF_HTML.test(text) && host.includes('.');
        return !/^[\x20-\x7e]*$/.test(host) || isEmailAddress(text) === isOne;
      }),
      { numRuns: 5_000, seed: 20_261 },
    );
  });
});
