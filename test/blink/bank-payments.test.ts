import { json } from './scripted-server';
import { ACSFORM, BROWSER, PAYMENT, RETURN_URL, startSetting, TRANSACTION_ID, type Setting } from './setting';
import type { DirectDebitPayment, OpenBankingPayment } from '../../src/blink/payments/payment';

const MERCHANT_DATA = { order_id: 'ord_1', nonce: 'n0nce' };

const DEBIT: DirectDebitPayment = {
  intentReference: 'pi_reference',
  givenName: 'Ann',
  familyName: 'Bee',
  companyName: '',
  email: 'ann@example.com',
  account: { holder: 'A BEE', sortCode: '070116', number: '00003036' },
  merchantData: MERCHANT_DATA,
  returnUrl: RETURN_URL,
};

const TRANSFER: OpenBankingPayment = {
  intentReference: 'pi_reference',
  transactionUnique: 'w4WcUbYZKTH7',
  payer: { name: 'Ann Bee', email: 'ann@example.com', address: '1 High St', postcode: 'AB1 2CD' },
  merchantData: MERCHANT_DATA,
  returnUrl: RETURN_URL,
};

let setting: Setting;
beforeEach(async () => void (setting = await startSetting()));
afterEach(() => setting.server.stop());

const sentTo = (route: string): unknown => JSON.parse(setting.server.requests(route)[0]?.body ?? '');

describe('a direct debit', () => {
  const ROUTE = 'POST /directdebits';

  it('is sent under the names that Blink has for it, with every leading zero', async () => {
    setting.server.on(ROUTE, json(200, {}));
    await setting.blink.directDebits.pay(DEBIT);
    expect(sentTo(ROUTE)).toEqual({
      payment_intent: 'pi_reference',
      resource: 'directdebits',
      given_name: 'Ann',
      family_name: 'Bee',
      email: 'ann@example.com',
      country_code: 'GB',
      account_holder_name: 'A BEE',
      branch_code: '070116',
      account_number: '00003036',
      merchant_data: '{"order_id":"ord_1","nonce":"n0nce"}',
    });
  });

  it('names a company in the place of a person, never both', async () => {
    setting.server.on(ROUTE, json(200, {}));
    await setting.blink.directDebits.pay({ ...DEBIT, companyName: 'Bee Ltd' });
    expect(sentTo(ROUTE)).toMatchObject({ company_name: 'Bee Ltd' });
    expect(sentTo(ROUTE)).not.toHaveProperty('given_name');
  });

  it('is a named transaction, not a success, when Blink answers with the way back', async () => {
    const url = `${RETURN_URL}?transaction_id=${TRANSACTION_ID}&status=Pending%2BSubmission&note=Pending%2BSubmission`;
    setting.server.on(ROUTE, json(200, { url }));
    expect(await setting.blink.directDebits.pay(DEBIT)).toEqual({
      kind: 'named',
      transactionId: TRANSACTION_ID,
      status: 'Pending Submission',
      note: 'Pending Submission',
    });
  });

  it('is never sent on to a bank’s page: it has none', async () => {
    setting.server.on(ROUTE, json(200, { url: 'https://bank.example.com/' }));
    expect(await setting.blink.directDebits.pay(DEBIT)).toEqual({ kind: 'unknown', cause: 'foreign_url' });
  });

  it.each([
    [401, 'Direct debit is not enabled to this merchant account', { kind: 'not_enabled' }],
    [401, 'Payment Intent has expired', { kind: 'intent_over' }],
    [401, 'Unauthorised request', { kind: 'turned_away', cause: 'status_401' }],
    [403, 'Forbidden request', { kind: 'unknown', cause: 'status_403' }],
    [500, 'Direct debit is not enabled to this merchant account', { kind: 'unknown', cause: 'status_500' }],
    [500, 'Failed', { kind: 'declined', reason: 'Failed', transactionId: null }],
  ])('reads a %d that says "%s"', async (status, error, answer) => {
    setting.server.on(ROUTE, json(status, { error }));
    expect(await setting.blink.directDebits.pay(DEBIT)).toEqual(answer);
    expect(setting.server.count(ROUTE)).toBe(1);
  });

  it.each([
    ['Given name is required if company name is not present', 'given_name'],
    ['Family name is required if company name is not present', 'family_name'],
    ['Company name is required if given name and family name are not present', 'company_name'],
    ['Email address is required', 'email'],
    ['Account holder name is required', 'account_holder_name'],
    ['Branch code is required', 'branch_code'],
    ['Account number is required', 'account_number'],
  ])('finds the field that "%s" is about', async (error, field) => {
    setting.server.on(ROUTE, json(400, { error }));
    expect(await setting.blink.directDebits.pay(DEBIT)).toEqual({
      kind: 'invalid',
      fields: [{ field, message: error }],
    });
  });
});

describe('an open-banking payment', () => {
  const ROUTE = 'POST /openbankings';

  it('names the payer in both of the ways that Blink has', async () => {
    setting.server.on(ROUTE, json(200, {}));
    await setting.blink.openBankings.pay(TRANSFER);
    expect(sentTo(ROUTE)).toEqual({
      payment_intent: 'pi_reference',
      resource: 'openbankings',
      transaction_unique: 'w4WcUbYZKTH7',
      user_name: 'Ann Bee',
      user_email: 'ann@example.com',
      customer_name: 'Ann Bee',
      customer_email: 'ann@example.com',
      customer_address: '1 High St',
      customer_postcode: 'AB1 2CD',
      merchant_data: '{"order_id":"ord_1","nonce":"n0nce"}',
    });
  });

  it.each(['url', 'redirect_url'])('goes on to the bank that %s names', async (key) => {
    const url = 'https://bank.example.com/hpp/0123456789abcdef01234567';
    setting.server.on(ROUTE, json(200, { [key]: url }));
    expect(await setting.blink.openBankings.pay(TRANSFER)).toEqual({ kind: 'bank_page', url });
  });

  it.each(['http://bank.example.com/', 'javascript:alert(1)', 'https://127.0.0.1/', '//bank.example.com'])(
    'goes nowhere when Blink names %s',
    async (url) => {
      setting.server.on(ROUTE, json(200, { url }));
      expect(await setting.blink.openBankings.pay(TRANSFER)).toMatchObject({ kind: 'unknown' });
    },
  );
});

describe('a wallet payment', () => {
  it.each([
    ['apple_pay', 'applepay'],
    ['google_pay', 'googlepay'],
  ] as const)('by %s goes to %s with the token as text', async (wallet, resource) => {
    const paymentToken = '{"data":"x","version":"EC_v1"}';
    setting.server.on(`POST /${resource}`, json(200, { acsform: ACSFORM }));
    const answer = await setting.blink.wallets.pay(wallet, { ...PAYMENT, paymentToken });
    expect(answer).toMatchObject({ kind: 'challenge' });
    expect(sentTo(`POST /${resource}`)).toMatchObject({
      resource,
      type: 1,
      paymentToken,
      device_timezone: BROWSER.timezone,
    });
  });
});
