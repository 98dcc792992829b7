import { addressIn, householdOf, isPrivate, networkOf, senderOf } from '../../src/web/sender';

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.1 ', '192.0.2.1'],
    ['192.0.2.1:51234', '192.0.2.1'],
    ['"192.0.2.1:51234"', '192.0.2.1'],
    ['[192.0.2.1]', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['0:0:0:0:0:ffff:c000:0201', '192.0.2.1'],
    ['64:ff9b::192.0.2.1', '192.0.2.1'],
    ['[64:FF9B::c000:201]:443', '192.0.2.1'],
    ['64:ff9b:1::c000:201', '64:ff9b:1::c000:201'],
    ['[::ffff:192.0.2.1]:51234', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:51234', '2001:db8::1'],
    ['2001:db8:1:2:3:4:5:6:51234', '2001:db8:1:2:3:4:5:6'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:443', 'fe80::1'],
    ['::1', '::1'],
  ])('written as %s is %s', (written, address) => {
    expect(addressIn(written)).toBe(address);
  });

  it.each([
    [undefined],
    [''],
    ['unknown'],
    ['_hidden'],
    ['_SEVKISEK'],
    ['192.0.2'],
    ['192.0.2.1:'],
    ['192.0.2.1:123456'],
    ['192.0.2.256'],
    ['192.0.2.01'],
    ['shopper.example'],
    ['[192.0.2.1'],
    ['2001:db8::1::2'],
    [`192.0.2.1${' '.repeat(200)}`],
    ['[]:443'],
  ])('is not what %s says', (written) => {
    expect(addressIn(written)).toBeNull();
  });
});

describe('the sender of a request', () => {
  const from = (
    ip: string | undefined,
    forwarded: string | undefined,
    proxies = 1,
    remoteAddress = '10.0.0.7',
  ) => senderOf({ ip, headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } }, proxies);

  it('is whom the trusted proxy saw', () => {
    expect(from('203.0.113.7:51234', '203.0.113.7:51234')).toEqual({
      address: '203.0.113.7',
      isProxy: false,
      isUnheard: false,
    });
  });

  it.each(['unknown', '_hidden', '', 'not an address'])(
    'is the connection where the proxy says "%s", and that is a proxy’s',
    (said) => {
      expect(from(said, said || undefined)).toMatchObject({ address: '10.0.0.7', isProxy: true });
    },
  );

  it('is nobody’s when there is neither: an address is never empty', () => {
    expect(senderOf({ ip: undefined, headers: {}, socket: {} }, 0).address).toBe('0.0.0.0');
  });

  it('on a private address who speaks for somebody is a proxy that we were not told of', () => {
    expect(from('10.0.0.7', '203.0.113.7', 0)).toMatchObject({ isProxy: true, isUnheard: true });
    expect(from('172.16.0.1', '203.0.113.7, 172.16.0.1', 1)).toMatchObject({
      isProxy: true,
      isUnheard: true,
    });
  });

  it('on a public address is counted whatever it claims, and what it claims is said to be unheard where no proxy is expected', () => {
    expect(from('198.51.100.1', '203.0.113.7', 0)).toMatchObject({ isProxy: false, isUnheard: true });
    expect(from('198.51.100.1', '203.0.113.7, 198.51.100.1', 1)).toMatchObject({
      isProxy: false,
      isUnheard: false,
    });
  });

  it('on a private address who speaks for nobody is a shopper in the same building', () => {
    expect(from('10.0.0.7', undefined, 0)).toMatchObject({ isProxy: false, isUnheard: false });
    expect(from('10.0.0.9', '10.0.0.9', 1)).toMatchObject({ isProxy: false });
  });
});

describe('who is counted', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', '192.0.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['2001:db8::', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['::1', '0:0:0:0::/64', '0:0:0::/48'],
    ['::', '0:0:0:0::/64', '0:0:0::/48'],
    ['fe80::1', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64', '64:ff9b:0::/48'],
  ])('is, for %s, the household %s in the network %s', (address, household, network) => {
    expect([householdOf(address), networkOf(address)]).toEqual([household, network]);
  });

  it.each([
    ...[['10.1.2.3', true] as const, ['172.31.0.1', true] as const, ['192.168.1.1', true] as const],
    ...[['127.0.0.1', true] as const, ['169.254.1.1', true] as const, ['100.64.0.1', true] as const],
    ...[['::1', true] as const, ['fd00::1', true] as const, ['fe80::1', true] as const],
    ...[['172.32.0.1', false] as const, ['203.0.113.7', false] as const, ['2001:db8::1', false] as const],
  ])('%s is on a private network: %s', (address, answer) => {
    expect(isPrivate(address)).toBe(answer);
  });
});
