import { intentRequest, startClient, type Client, type Json } from './sandbox-client';

const DAY = 86_400_000;
let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const control = () => client.sandbox.control;
const debit = (intent: Json, more: Json = {}) =>
  client.api('POST', '/directdebits', {
    payment_intent: intent['payment_intent'],
    given_name: 'Ada',
    family_name: 'Example',
    email: 'ada@example.com',
    account_holder_name: 'A Example',
    branch_code: '200000',
    account_number: '55779911',
    merchant_data: '{"order":1}',
    ...more,
  });
const intentOf = async () =>
  (await client.api('POST', '/intents', intentRequest({ payment_type: 'direct-debit' }))).body;
const start = async (more: Json = {}) => debit(await intentOf(), more);

describe('a direct debit', () => {
  it('is only submitted at first, and says so encoded twice', async () => {
    const { status, body } = await start();
    const [entry] = control().ledger();
    expect(status).toBe(200);
    expect(entry!.id).toMatch(/^BL-00[0-9A-F]{8}$/);
    expect(body['url']).toBe(
      `http://127.0.0.1:9/return?key=1&transaction_id=${entry!.id}&status=Pending%2BSubmission&note=Pending%2BSubmission&merchant_data=%257B%2522order%2522%253A1%257D`,
    );
    expect((await client.api('GET', `/transactions/${entry!.id}`)).body['data']).toMatchObject({
      status: 'Pending Submission',
      payment_source: 'Direct Debit',
      customer_name: 'Ada Example',
    });
    expect(entry).toMatchObject({ captured: 0 });
  });

  it('walks to paid out as the days go by, and notifies each step', async () => {
    await start();
    const seen = [1, 3, 2].map((days) => {
      control().clock.advance(days * DAY);
      return control().ledger()[0]!;
    });
    expect(seen.map(({ status, net }) => [status, net])).toEqual([
      ['Submitted', 0],
      ['Confirmed', 1050],
      ['Paid out', 1050],
    ]);
    expect(
      control()
        .notifications.list()
        .map(({ status }) => status),
    ).toEqual(['Submitted', 'Confirmed', 'Paid out']);
  });

  it('walks the whole way when the clock moves far at once', async () => {
    await start();
    control().clock.advance(30 * DAY);
    expect(control().ledger()).toMatchObject([{ status: 'Paid out', history: [{}, {}, {}, {}] }]);
  });

  it('can fail late, be cancelled early, and be charged back in the end', async () => {
    for (let each = 0; each < 3; each += 1) await start();
    const [one, two, three] = control()
      .ledger()
      .map(({ id }) => id);
    const { portal } = control();
    portal.advanceDebit(one!);
    portal.advanceDebit(one!);
    expect(() => portal.cancelDebit(one!)).toThrow();
    portal.failDebit(one!);
    expect(() => portal.failDebit(one!)).toThrow();
    portal.cancelDebit(two!);
    for (let step = 0; step < 3; step += 1) portal.advanceDebit(three!);
    expect(() => portal.advanceDebit(three!)).toThrow();
    portal.chargeBack(three!);
    control().clock.advance(30 * DAY);
    expect(control().ledger()).toMatchObject([
      { status: 'Failed', net: 0 },
      { status: 'Cancelled', net: 0 },
      { status: 'Charged back', net: 0, chargedBack: 1050 },
    ]);
  });

  it.each([
    [{ given_name: '' }, { given_name: ['Given name is required if company name is not present'] }],
    [{ family_name: '' }, { family_name: ['Family name is required if company name is not present'] }],
    [
      { given_name: '', family_name: '' },
      {
        given_name: ['Given name is required if company name is not present'],
        family_name: ['Family name is required if company name is not present'],
        company_name: ['Company name is required if given name and family name are not present'],
      },
    ],
    [{ email: '', customer_email: 'ada@example.com' }, { email: ['Email address is required'] }],
    [{ account_holder_name: '' }, { account_holder_name: ['Account holder name is required'] }],
    [{ branch_code: '' }, { branch_code: ['Branch code is required'] }],
    [{ account_number: '' }, { account_number: ['Account number is required'] }],
    [{ account_number: '12345678' }, { account_number: [expect.stringContaining('test account')] }],
  ])('is refused for %j', async (more, data) => {
    expect(await start(more)).toMatchObject({ status: 400, body: { data } });
    expect(control().ledger()).toEqual([]);
  });

  it('takes a company, a sort code with dashes and numbers as numbers', async () => {
    expect(
      (await start({ given_name: '', family_name: '', company_name: 'Example Ltd', branch_code: '20-00-00' }))
        .status,
    ).toBe(200);
    expect((await start({ branch_code: 200000, account_number: 55779911 })).status).toBe(200);
  });

  it('uses its intent up, and needs the account to be enabled', async () => {
    const intent = await intentOf();
    await debit(intent);
    expect(await debit(intent)).toMatchObject({ status: 401, body: { error: 'Payment Intent has expired' } });
    control().set({ directDebitEnabled: false });
    expect(await start()).toMatchObject({
      status: 401,
      body: { error: 'Direct debit is not enabled to this merchant account' },
    });
  });

  it('is neither refunded nor cancelled through the API', async () => {
    await start();
    const { id } = control().ledger()[0]!;
    for (const action of ['refunds', 'cancels']) {
      expect(await client.api('POST', `/transactions/${id}/${action}`)).toMatchObject({
        status: 400,
        body: { success: false },
      });
    }
  });
});
