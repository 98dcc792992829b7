import { MINUTE } from '../../src/kernel/clock';
import { BlinkUnavailable } from '../../src/blink/errors';
import { json } from './scripted-server';
import { accessToken, failureOf, startSetting, type Setting } from './setting';

describe('what the account may take', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting()));
  afterEach(() => setting.server.stop());

  const tokenSays = (words: object) =>
    setting.server.on('POST /tokens', json(201, { access_token: 'token', ...words }));

  it.each([
    [
      ['credit-card', 'open-banking'],
      ['credit-card', 'open-banking'],
    ],
    [['Credit_Card', 'klarna', 7], ['credit-card']],
    [['klarna'], null],
    [[], []],
    [undefined, null],
    ['credit-card', null],
  ])('reads the ways to pay %j as %j', async (payment_types, paymentTypes) => {
    tokenSays({ payment_types });
    expect(await setting.blink.account.ask()).toMatchObject({ paymentTypes });
  });

  it.each([
    [{ currencies: ['GBP', 'eur '] }, ['GBP', 'EUR']],
    [{ currency: 'GBP' }, ['GBP']],
    [{ currencies: ['USD'], currency: 'GBP' }, ['USD']],
    [{ currencies: [] }, null],
    [{ currencies: [826, 'pounds'] }, null],
    [{ currencies: 'GBP' }, null],
    [{}, null],
  ])('reads the currencies of %j as %j', async (words, currencies) => {
    tokenSays(words);
    expect(await setting.blink.account.ask()).toMatchObject({ currencies });
  });

  it('is asked for once in half an hour, and known in between', async () => {
    tokenSays({ access_token: accessToken(setting.clock.now()), currencies: ['GBP'] });
    expect(setting.blink.account.known()).toBeNull();
    await setting.blink.account.ask();
    setting.clock.pass(30 * MINUTE - 1);
    expect(setting.blink.account.known()).toEqual(await setting.blink.account.ask());
    expect(setting.server.count('POST /tokens')).toBe(1);
    setting.clock.pass(1);
    expect(setting.blink.account.known()).toBeNull();
    tokenSays({ currencies: ['EUR'] });
    expect(await setting.blink.account.ask()).toMatchObject({ currencies: ['EUR'] });
    expect(setting.server.count('POST /tokens')).toBe(2);
  });

  it('is not known of a token that Blink took back', async () => {
    tokenSays({ currencies: ['GBP'] });
    await setting.blink.account.ask();
    setting.server.on('POST /tokens', json(503, {}));
    setting.server.on('GET /transactions/BL-1', json(401, { error: 'Access Token expired' }));
    await failureOf(setting.blink.transactions.get('BL-1'));
    expect(setting.blink.account.known()).toBeNull();
    expect(await failureOf(setting.blink.account.ask())).toBeInstanceOf(BlinkUnavailable);
  });
});
