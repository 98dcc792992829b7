import fc from 'fast-check';
import { createBlink } from '../../src/blink/create-blink';
import { BlinkError, BlinkUnreadable, TransactionNotFound } from '../../src/blink/errors';
import { json, text } from './scripted-server';
import type { Setting } from './setting';
import { failureOf, startSetting, transactionBody, TRANSACTION_ID, TRANSACTION_ROUTE } from './setting';

describe('a transaction', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting()));
  afterEach(() => setting.server.stop());

  const get = (id = TRANSACTION_ID): Promise<unknown> => setting.blink.transactions.get(id);

  it('is read with exact money and flat merchant data', async () => {
    setting.server.on(TRANSACTION_ROUTE, json(200, transactionBody()));
    expect(await get()).toEqual({
      id: TRANSACTION_ID,
      status: 'Captured',
      message: 'Payment Successful',
      amount: { minor: 1099, currency: 'GBP' },
      paymentSource: 'Visa Credit Card',
      merchantData: expect.objectContaining({ order: 'ord_1', nonce: 'n0nce' }) as object,
    });
  });

  it.each([
    ['an amount as text', { amount: '10.99' }, 1099],
    ['float noise', { amount: 2.0100000000000002 }, 201],
    [
      'a bare body of 2023',
      { message: undefined, merchant_data: undefined, payment_source: undefined },
      1099,
    ],
    ['merchant data as an object', { merchant_data: { order: 'ord_1' } }, 1099],
    ['nulls', { customer_address: null, merchant_data: null, message: null }, 1099],
  ])('may have %s', async (_, overrides, minor) => {
    setting.server.on(TRANSACTION_ROUTE, json(200, transactionBody(overrides)));
    await expect(get()).resolves.toMatchObject({ amount: { minor, currency: 'GBP' } });
  });

  it.each([
    ['no amount', { amount: undefined }],
    ['an amount of null', { amount: null }],
    ['an amount in words', { amount: 'ten' }],
    ['an amount with an exponent', { amount: '1e3' }],
    ['half a penny', { amount: 10.995 }],
    ['an amount in a list', { amount: [10.99] }],
    ['no currency', { currency: undefined }],
    ['a currency that is none', { currency: 'POUNDS' }],
    ['no status', { status: undefined }],
    ['a status that is a number', { status: 1 }],
    ['another transaction’s id', { transaction_id: 'BL-AAAAAAAAAA-000001' }],
    ['no id', { transaction_id: undefined }],
  ])('cannot be read with %s', async (_, overrides) => {
    setting.server.on(TRANSACTION_ROUTE, json(200, transactionBody(overrides)));
    expect(await failureOf(get())).toBeInstanceOf(BlinkUnreadable);
  });

  it('is the one asked for when the redirect had lost the suffix of its id', async () => {
    setting.server.on('GET /transactions/BL-NRUGVMX93Q', json(200, transactionBody()));
    await expect(get('BL-NRUGVMX93Q')).resolves.toMatchObject({ id: TRANSACTION_ID });
    setting.server.on('GET /transactions/BL-NRUGVMX', json(200, transactionBody()));
    expect(await failureOf(get('BL-NRUGVMX'))).toBeInstanceOf(BlinkUnreadable);
  });

  it('is not found where Blink says so', async () => {
    setting.server.on(TRANSACTION_ROUTE, json(404, { error: 'Data not found' }));
    expect(await failureOf(get())).toBeInstanceOf(TransactionNotFound);
    expect(setting.server.count(TRANSACTION_ROUTE)).toBe(1);
  });

  it('is not taken for unknown because a proxy knows no such page', async () => {
    setting.server.on(TRANSACTION_ROUTE, text(404, '<html>404 Not Found</html>'));
    expect(await failureOf(get())).toBeInstanceOf(BlinkUnreadable);
  });

  it.each([
    '',
    '..',
    '../intents/28',
    'BL-1/refunds',
    'BL-1?x=1',
    'BL-1%2e',
    'BL-Ä',
    'x'.repeat(65),
    'BL-1\n',
  ])('is not looked for under %j, which cannot be an id', async (id) => {
    expect(await failureOf(get(id))).toBeInstanceOf(TransactionNotFound);
    expect(setting.server.seen).toEqual([]);
  });

  it('is either read or refused by class, whatever Blink answers', async () => {
    const { server, clock, log } = setting;
    const sleep = (): Promise<void> => Promise.resolve();
    const blink = createBlink({ apiUrl: server.origin, apiKey: 'k', secretKey: 's', clock, log, sleep });
    const anything = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ data: fc.jsonValue() }).map((body) => JSON.stringify(body)),
      fc
        .dictionary(fc.constantFrom(...Object.keys(transactionBody().data)), fc.jsonValue())
        .map((changes) => {
          return JSON.stringify(transactionBody(changes));
        }),
    );
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom(200, 201, 400, 404, 422), async (body, status) => {
        server.on(TRANSACTION_ROUTE, text(status, body));
        const outcome: unknown = await blink.transactions
          .get(TRANSACTION_ID)
          .catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BlinkError);
        else expect(outcome).toMatchObject({ id: TRANSACTION_ID });
      }),
      { numRuns: 300 },
    );
  });
});
