import {
  accountNumberFrom,
  isLongAccountNumber,
  mayBeAccount,
  sortCodeFrom,
} from '../../src/orders/pages/bank-account';

describe('a sort code', () => {
  it.each(['200000', '20-00-00', '20 00 00', ' 20–00—00 ', '20.00.00', '20/00/00', '２０００００'])(
    'may be written %s',
    (text) => {
      expect(sortCodeFrom(text)).toBe('200000');
    },
  );
  it.each(['', '20000', '2000000', '20-00-0O', '+200000'])('is not %j', (text) => {
    expect(sortCodeFrom(text)).toBeNull();
  });
});

describe('an account number', () => {
  it.each([
    ['55779911', '55779911'],
    ['5577 9911', '55779911'],
    ['123456', '00123456'],
    ['1234567', '01234567'],
  ])('%s is %s', (text, digits) => expect(accountNumberFrom(text)).toBe(digits));
  it.each(['', '12345', '123456789', '5577991x', '4543059999999990'])('is not %j', (text) => {
    expect(accountNumberFrom(text)).toBeNull();
  });
  it.each(['123456789', '1234567890', '12345 6789', '１２３４５６７８９'])(
    'may be too long as %s',
    (text) => {
      expect(accountNumberFrom(text)).toBeNull();
      expect(isLongAccountNumber(text)).toBe(true);
    },
  );
  it.each(['12345', '12345678', '12345678901', '12345678x'])('is not too long as %s', (text) => {
    expect(isLongAccountNumber(text)).toBe(false);
  });
});

describe('the modulus check', () => {
  it.each([
    ['200000', '55779911'], // Blink's test account
    ['089999', '66374958'],
    ['107999', '88837491'],
    ['202959', '63748472'],
  ])('lets %s %s pass', (sortCode, number) => expect(mayBeAccount(sortCode, number)).toBe(true));
  it.each([
    ['089999', '66374959'],
    ['938063', '15764273'],
  ])('refuses %s %s', (sortCode, number) => expect(mayBeAccount(sortCode, number)).toBe(false));
});
