import fc from 'fast-check';
import { validateHeaderValue } from 'node:http';
import { browserHeaders, deviceFields } from '../../src/blink/wire/browser-headers';
import { BROWSER } from './setting';

describe('the shopper’s headers', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'gzip, deflate, br'],
    ['GZIP;q=1.0, identity; q=0.5, *;q=0', 'gzip'],
    ['zstd', 'gzip, deflate, br'],
    ['', 'gzip, deflate, br'],
    ['gzip\r\nX: y, br', 'br'],
  ])('ask for encodings we can read: %j becomes %j', (acceptEncoding, expected) => {
    expect(browserHeaders({ ...BROWSER, acceptEncoding })['Accept-Encoding']).toBe(expected);
  });

  it('leave out what the shopper did not send, but for the character set, which Blink takes empty', () => {
    const none = { userAgent: '', accept: '', acceptLanguage: '', acceptEncoding: '', acceptCharset: '' };
    expect(browserHeaders({ ...BROWSER, ...none })).toEqual({
      'Accept-Encoding': 'gzip, deflate, br',
      'Accept-Charset': '',
    });
  });

  it('can always be sent', () => {
    const value = fc.string({ unit: 'binary', maxLength: 3_000 });
    const browsers = fc.record({
      userAgent: value,
      accept: value,
      acceptLanguage: value,
      acceptEncoding: value,
      acceptCharset: value,
    });
    fc.assert(
      fc.property(browsers, (browser) => {
        for (const [name, header] of Object.entries(browserHeaders({ ...BROWSER, ...browser }))) {
          validateHeaderValue(name, header);
          expect(header).toMatch(/^[\x20-\x7e]{0,1024}$/);
        }
      }),
    );
  });
});

describe('the shopper’s device', () => {
  it('has the address that the edge has read', () => {
    expect(deviceFields({ ...BROWSER, ip: '203.0.113.7' })['remote_address']).toBe('203.0.113.7');
  });

  it('is told without control characters and within bounds', () => {
    const fields = deviceFields({ ...BROWSER, language: `en\u0000\r\n${'x'.repeat(999)}` });
    expect(fields['device_accept_language']).toMatch(/^enx{251}$/);
  });
});
