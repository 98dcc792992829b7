import { paths } from '../src/kernel/paths';

describe('an address of ours', () => {
  it('is built from its pattern', () => {
    expect(paths.checkout.pattern).toBe('/checkout/:token');
    expect(paths.checkout({ token: 'abc' })).toBe('/checkout/abc');
    expect(paths.paymentReturn({ orderId: 'ord_1', attemptId: 'att_2', capability: 'c-3' })).toBe(
      '/return/ord_1/att_2/c-3',
    );
    expect(paths.apiOrders({})).toBe('/api/v1/orders');
  });

  it('keeps what is put in from becoming another address', () => {
    expect(paths.checkout({ token: '../admin?x=1#y' })).toBe('/checkout/..%2Fadmin%3Fx%3D1%23y');
  });

  it('does not read signs of its own in what is put in', () => {
    expect(paths.notification({ orderId: '$&', attemptId: ':orderId', capability: '$1' })).toBe(
      '/notifications/%24%26/%3AorderId/%241',
    );
  });

  it('needs every part', () => {
    // @ts-expect-error an address without its token does not compile
    const broken = () => paths.checkout({});
    expect(typeof broken).toBe('function');
  });

  it('has every pattern once', () => {
    const patterns = Object.values(paths).map(({ pattern }) => pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
  });
});
