import { MINUTE } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';

describe('an order that nobody could pay', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const make = (order: object, headers?: Readonly<Record<string, string>>) =>
    rig.api('POST', '/orders', { reference: 'U-1', amount: 1099, currency: 'GBP', ...order }, headers);
  const tokens = () => rig.sandbox.calls({ method: 'POST', path: 'tokens' }).length;
  const TOKENS = { method: 'POST', path: 'tokens' };

  it.each([
    ['a penny less than a card takes', { amount: 99 }, 'amount', /at least 100 \(£1\.00\) for card/],
    ['so little by Apple Pay', { amount: 99, payment_methods: ['apple_pay'] }, 'amount', /at least 100/],
    ['so little by Google Pay', { amount: 99, payment_methods: ['google_pay'] }, 'amount', /at least 100/],
    [
      'a pound by Direct Debit',
      { amount: 100, payment_methods: ['direct_debit'] },
      'amount',
      /at least 101 \(£1\.01\)/,
    ],
    [
      'too little for each of several ways',
      { amount: 99, payment_methods: ['card', 'direct_debit'] },
      'amount',
      /100 .* for card; .*101 .* for direct_debit/,
    ],
    [
      'euros by Direct Debit',
      { currency: 'EUR', payment_methods: ['direct_debit'] },
      'currency',
      /takes GBP only/,
    ],
    [
      'euros by open banking',
      { currency: 'EUR', payment_methods: ['open_banking'] },
      'currency',
      /takes GBP only/,
    ],
    ['a currency that the account lacks', { currency: 'EUR' }, 'currency', /account takes GBP only/],
  ])('is refused: %s', async (_, order, field, message) => {
    const { status, body } = await make(order);
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(body.errors).toEqual([{ field, message: expect.stringMatching(message) }]);
    expect((await rig.api('GET', '/orders')).body.data).toEqual([]);
  });

  it.each([
    ['a pound by card', { amount: 100 }],
    ['Direct Debit from £1.01', { amount: 101, payment_methods: ['direct_debit'] }],
    ['a penny by open banking', { amount: 1, payment_methods: ['open_banking'] }],
    ['what one of its ways takes', { amount: 1, payment_methods: ['card', 'direct_debit', 'open_banking'] }],
  ])('is not %s', async (_, order) => {
    expect((await make(order)).status).toBe(201);
  });

  it('is not known to be one for an amount in another currency: what that takes least only Blink knows', async () => {
    rig.sandbox.set({ currencies: ['EUR'] });
    expect((await make({ amount: 1, currency: 'EUR' })).status).toBe(201);
    expect((await make({ amount: 1099, currency: 'GBP' })).body.errors).toEqual([
      { field: 'currency', message: 'the Blink account takes EUR only' },
    ]);
  });

  it('is refused where the account offers none of its ways', async () => {
    rig.sandbox.set({ directDebitEnabled: false });
    const { status, body } = await make({ payment_methods: ['direct_debit'] });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { field: 'payment_methods', message: 'the Blink account does not offer direct_debit' },
    ]);
    expect((await make({ payment_methods: ['direct_debit', 'card'] })).status).toBe(201);
  });

  it('names everything that would have to change', async () => {
    rig.sandbox.set({ directDebitEnabled: false });
    const { body } = await make({ amount: 50, payment_methods: ['direct_debit', 'card'] });
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['amount']);
    const other = await make({ currency: 'EUR', amount: 50, payment_methods: ['direct_debit', 'card'] });
    expect(other.body.errors).toEqual([
      { field: 'currency', message: 'direct_debit takes GBP only; the Blink account takes GBP only' },
    ]);
  });

  describe('by a change', () => {
    it.each([
      ['to 50p', {}, 50, 'at least 100'],
      ['to a pound of a Direct Debit', { payment_methods: ['direct_debit'] }, 100, 'at least 101'],
    ])('%s is not made', async (_, order, amount, message) => {
      const { id } = (await make(order)).body;
      const { status, body } = await rig.api('PATCH', `/orders/${id}`, { amount });
      expect(status).toBe(422);
      expect(body.errors).toEqual([{ field: 'amount', message: expect.stringContaining(message) }]);
      expect((await rig.api('GET', `/orders/${id}`)).body.amount).toBe(1099);
    });

    it('of the amount is not made once the account has lost the currency; anything else can be changed', async () => {
      rig.sandbox.set({ currencies: ['GBP', 'EUR'] });
      const { id } = (await make({ currency: 'EUR' })).body;
      rig.sandbox.set({ currencies: ['GBP'] });
      rig.advance(31 * MINUTE);
      const { status, body } = await rig.api('PATCH', `/orders/${id}`, { amount: 2000 });
      expect([status, body.errors]).toEqual([
        422,
        [{ field: 'amount', message: 'the Blink account takes GBP only' }],
      ]);
      expect((await rig.api('PATCH', `/orders/${id}`, { description: 'A mug' })).status).toBe(200);
    });
  });

  describe('by what Blink says of the account', () => {
    it('costs one call in half an hour, and none where it is refused anyway', async () => {
      await make({ amount: 99 });
      expect(tokens()).toBe(0);
      for (let times = 0; times < 5; times++) await make({});
      expect(tokens()).toBe(1);
      rig.advance(29 * MINUTE);
      await make({});
      expect(tokens()).toBe(1);
    });

    it('is judged by a token younger than half an hour: an older one is renewed first', async () => {
      expect((await make({ currency: 'EUR' })).status).toBe(422);
      rig.sandbox.set({ currencies: ['GBP', 'EUR'] });
      rig.advance(30 * MINUTE);
      expect((await make({ currency: 'EUR' })).status).toBe(201);
      expect(tokens()).toBe(2);
    });

    it.each([
      ['is broken', { kind: 'status', status: 503 }],
      ['refuses our keys', { kind: 'status', status: 401, body: {} }],
      ['cuts the connection', { kind: 'reset-before' }],
    ] as const)('is taken when Blink %s', async (_, fault) => {
      rig.sandbox.breakNext({ ...TOKENS, times: 20 }, fault);
      expect((await make({ currency: 'EUR' })).status).toBe(201);
      expect(rig.log.text()).toContain('was not checked against it');
    });

    it('is taken when Blink does not answer, and the next one does not wait for it', async () => {
      rig.sandbox.breakNext({ ...TOKENS, times: 20 }, { kind: 'timeout' });
      for (let times = 0; times < 20; times++) expect((await make({ currency: 'EUR' })).status).toBe(201);
      const waits = rig.log.text().split('was not checked against it').length - 1;
      expect(waits).toBe(1);
    });

    it('is taken when the token says nothing that we can read', async () => {
      const garble = (body: unknown) => ({
        ...(body as object),
        currencies: 'all',
        payment_types: ['cards'],
      });
      rig.sandbox.breakNext(TOKENS, { kind: 'wrong-types', garble });
      expect((await make({ currency: 'EUR' })).status).toBe(201);
    });
  });

  it('that was made before stays made when its request is repeated after the account has changed', async () => {
    const key = { 'idempotency-key': 'once' };
    rig.sandbox.set({ currencies: ['GBP', 'EUR'] });
    const first = await make({ currency: 'EUR' }, key);
    rig.sandbox.set({ currencies: ['GBP'] });
    rig.advance(31 * MINUTE);
    const again = await make({ currency: 'EUR' }, key);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  });
});
