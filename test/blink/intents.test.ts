import {
  BlinkNotEnabled,
  BlinkRefused,
  BlinkUnavailable,
  BlinkUnreadable,
  IntentOver,
} from '../../src/blink/errors';
import { later, MINUTE } from '../../src/kernel/clock';
import { InvalidInput } from '../../src/kernel/errors';
import { money } from '../../src/kernel/money';
import { json, reset, text } from './scripted-server';
import type { Setting } from './setting';
import {
  CC_ELEMENT,
  ELEMENTS,
  failureOf,
  intentBody,
  NEW_INTENT,
  RETURN_URL,
  startSetting,
  tokens,
} from './setting';

describe('intents', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting()));
  afterEach(() => setting.server.stop());

  it('creates one for a decimal amount with our addresses', async () => {
    setting.server.on('POST /intents', json(201, intentBody()));
    const intent = await setting.blink.intents.create({ ...NEW_INTENT, customer: { name: 'Ann Bee' } });
    expect(JSON.parse(setting.server.requests('POST /intents')[0]!.body)).toEqual({
      transaction_type: 'SALE',
      payment_type: 'credit-card',
      amount: 10.99,
      currency: 'GBP',
      return_url: RETURN_URL,
      notification_url: NEW_INTENT.notificationUrl,
      customer_name: 'Ann Bee',
    });
    expect(intent).toEqual({
      id: 28,
      reference: intentBody()['payment_intent'],
      expiresAt: later(setting.clock.now(), 30 * MINUTE),
      merchantId: '233508',
      transactionUnique: 'w4WcUbYZKTH7',
      elements: {
        directDebit: null,
        openBanking: null,
        cardByPhone: null,
        applePay: null,
        googlePay: null,
        card: {
          hostedFields: [
            { type: 'cardNumber', placeholder: '1234 1234 1234 1234' },
            { type: 'cardExpiryDate', placeholder: 'MM/YY' },
            { type: 'cardCVV', placeholder: 'CVV' },
          ],
          textFields: ['customer_name', 'customer_email'],
        },
      },
    });
  });

  const CARD_CHECK = {
    currency: 'GBP',
    returnUrl: RETURN_URL,
    notificationUrl: NEW_INTENT.notificationUrl,
    customer: { email: 'ann@example.com' },
  };

  it.each([undefined, null, 0, '0.00'])(
    'creates one without an amount to check a card; Blink says %p',
    async (amount) => {
      setting.server.on('POST /intents', json(201, intentBody({ transaction_type: 'VERIFY', amount })));
      const intent = await setting.blink.intents.createToCheckCard(CARD_CHECK);
      expect(JSON.parse(setting.server.requests('POST /intents')[0]!.body)).toEqual({
        transaction_type: 'VERIFY',
        payment_type: 'credit-card',
        currency: 'GBP',
        return_url: RETURN_URL,
        notification_url: NEW_INTENT.notificationUrl,
        customer_email: 'ann@example.com',
      });
      expect(intent.elements.card).not.toBeNull();
    },
  );

  it.each([
    ['an amount', { amount: 1 }],
    ['another currency', { amount: 0, currency: 'EUR' }],
  ])('does not check a card by an intent with %s', async (_, overrides) => {
    setting.server.on('POST /intents', json(201, intentBody(overrides)));
    expect(await failureOf(setting.blink.intents.createToCheckCard(CARD_CHECK))).toBeInstanceOf(
      BlinkUnreadable,
    );
  });

  it('gives no amount to an intent that should have had one', async () => {
    setting.server.on('POST /intents', json(201, intentBody({ amount: undefined })));
    expect(await failureOf(setting.blink.intents.create(NEW_INTENT))).toBeInstanceOf(BlinkUnreadable);
  });

  it('asks for the element for cards read out by telephone with a token of its own', async () => {
    const moto = CC_ELEMENT.replace('value="1"', 'value="2"');
    setting.server.on(
      'POST /intents',
      json(201, intentBody({ element: { ccElement: CC_ELEMENT, ccMotoElement: moto } })),
    );
    await setting.blink.intents.create(NEW_INTENT);
    const intent = await setting.blink.intents.create({ ...NEW_INTENT, cardEnteredBy: 'staff_by_phone' });
    expect(intent.elements.cardByPhone).toEqual(intent.elements.card);
    const [usual, phone] = setting.server
      .requests('POST /tokens')
      .map(({ body }) => JSON.parse(body) as object);
    expect(usual).not.toHaveProperty('enable_moto_payments');
    expect(phone).toHaveProperty('enable_moto_payments', true);
    const [first, second] = setting.server.requests('POST /intents');
    expect(first!.headers.authorization).not.toBe(second!.headers.authorization);
  });

  it('keeps customers paying where the element for the telephone cannot be read', async () => {
    const element = { ccElement: CC_ELEMENT, ccMotoElement: '<script>1</script>' };
    setting.server.on('POST /intents', json(201, intentBody({ element })));
    const { elements } = await setting.blink.intents.create(NEW_INTENT);
    expect(elements.card).not.toBeNull();
    expect(elements.cardByPhone).toBeNull();
  });

  it.each([
    ['ccElement', 'card', `${CC_ELEMENT}<script src=//evil.example></script>`],
    ['ccElement', 'card', `${CC_ELEMENT}<dialog>New</dialog>`],
    ['ccElement', 'card', { html: CC_ELEMENT }],
    ['ddElement', 'directDebit', '<p>Sorry</p>'],
    ['obElement', 'openBanking', 7],
    ['apElement', 'applePay', '<script>1</script>'],
    ['gpElement', 'googlePay', '<div id="blinkGooglePay"></div>'],
  ] as const)(
    'takes away only its own way to pay when %s cannot be read as %s, and says so',
    async (name, way, markup) => {
      const element = { ...ELEMENTS, [name]: markup };
      setting.server.on('POST /intents', json(201, intentBody({ element })));
      const { elements } = await setting.blink.intents.create(NEW_INTENT);
      const missing = Object.entries(elements).filter(([, each]) => each === null);
      expect(missing.map(([each]) => each).sort()).toEqual(['cardByPhone', way].sort());
      expect(setting.log.lines).toContainEqual({
        level: 'error',
        data: { element: name },
        message: 'an element of an intent cannot be read and is not shown',
      });
    },
  );

  it('says nothing of ways to pay that an intent does not have', async () => {
    const element = { ccElement: CC_ELEMENT, ddElement: '', obElement: null };
    setting.server.on('POST /intents', json(201, intentBody({ element })));
    await setting.blink.intents.create(NEW_INTENT);
    expect(setting.log.text).not.toContain('cannot be read');
  });

  it('speaks JSON, asks for JSON and bears the token', async () => {
    setting.server.on('POST /intents', json(201, intentBody()));
    await setting.blink.intents.create(NEW_INTENT);
    const { headers } = setting.server.requests('POST /intents')[0]!;
    expect(headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' });
    expect(headers.authorization).toMatch(/^Bearer ey/);
    expect(JSON.parse(setting.server.requests('POST /tokens')[0]!.body)).toHaveProperty('secret_key');
  });

  it('lets an intent end with the token it was made with', async () => {
    setting.server.on('POST /intents', json(201, intentBody()));
    const first = await setting.blink.intents.create(NEW_INTENT);
    setting.clock.pass(9 * MINUTE);
    const second = await setting.blink.intents.create(NEW_INTENT);
    expect(second.expiresAt).toEqual(first.expiresAt);
    expect(setting.server.count('POST /tokens')).toBe(1);
  });

  it.each([
    ['an amount that came back as text', { amount: '10.99' }],
    ['a number that came back as text', { id: '28', merchant_id: '233508' }],
    [
      'keys nobody announced',
      { account_status: 'live', element: { ccElement: CC_ELEMENT, xyElement: '<script>' } },
    ],
    ['a currency in small letters', { currency: 'gbp' }],
    ['no expiry date', { expiry_date: undefined }],
  ])('reads %s', async (_, overrides) => {
    setting.server.on('POST /intents', json(201, intentBody(overrides)));
    await expect(setting.blink.intents.create(NEW_INTENT)).resolves.toMatchObject({
      id: 28,
      merchantId: '233508',
    });
  });

  it.each([
    ['no elements', { element: {} }],
    ['an empty list for elements', { element: [] }],
    ['another method only', { element: { ddElement: '<input name="email">' } }],
    ['a card element of null', { element: { ccElement: null } }],
  ])('offers no card when there is %s', async (_, overrides) => {
    setting.server.on('POST /intents', json(201, intentBody(overrides)));
    expect((await setting.blink.intents.create(NEW_INTENT)).elements.card).toBeNull();
  });

  it.each([
    ['another amount', { amount: 10.98 }],
    ['an amount with a fraction of a penny', { amount: '10.991' }],
    ['another currency', { currency: 'EUR' }],
    ['no id', { id: undefined }],
    ['an id that is no number', { id: 'abc' }],
    ['a reference with a line break', { payment_intent: 'pi_a\r\nX: y' }],
    ['no merchant id', { merchant_id: null }],
    ['elements that are text', { element: '<form>' }],
  ])('cannot read an intent with %s', async (_, overrides) => {
    setting.server.on('POST /intents', json(201, intentBody(overrides)));
    expect(await failureOf(setting.blink.intents.create(NEW_INTENT))).toBeInstanceOf(BlinkUnreadable);
  });

  it.each([
    ['a 200 that is a page', text(200, '<!doctype html><title>Maintenance</title>'), BlinkUnreadable],
    ['half an answer', text(201, '{"id": 28, "payment_in'), BlinkUnreadable],
    ['a list', json(201, [intentBody()]), BlinkUnreadable],
    ['a redirect', text(302, '', { Location: 'https://evil.example/' }), BlinkUnreadable],
    ['a success that speaks of an error', json(201, { ...intentBody(), error: 'Something' }), BlinkRefused],
    ['a bad request', json(400, { error: 'Return url is required' }), BlinkRefused],
    ['a conflict', json(409, { error: 'x' }), BlinkRefused],
    [
      'a method that is not enabled',
      json(401, { error: 'Direct debit is not enabled to this merchant account' }),
      BlinkNotEnabled,
    ],
    ['a merchant whose API is off', json(403, { error: 'Forbidden request' }), BlinkNotEnabled],
    ['a broken server', json(500, { error: 'Failed' }), BlinkUnavailable],
    ['too many calls', json(429, {}, { 'Retry-After': '1' }), BlinkUnavailable],
    ['a lost connection', reset, BlinkUnavailable],
  ] as const)('sends once and fails on %s', async (_, script, expected) => {
    setting.server.on('POST /intents', script);
    expect(await failureOf(setting.blink.intents.create(NEW_INTENT))).toBeInstanceOf(expected);
    expect(setting.server.count('POST /intents')).toBe(1);
  });

  it('tells the operator what Blink said', async () => {
    setting.server.on(
      'POST /intents',
      json(422, { message: 'Invalid', data: { currency: ['Currency is required'] } }),
    );
    const error = await failureOf(setting.blink.intents.create(NEW_INTENT));
    expect(error).toMatchObject({
      httpStatus: 422,
      reason: 'Invalid',
      fields: [{ field: 'currency', message: 'Currency is required' }],
    });
  });

  it('takes another token for the next intent when Blink refuses this one', async () => {
    setting.server.on('POST /intents', json(401, { error: 'Unauthorised request' }), json(201, intentBody()));
    await failureOf(setting.blink.intents.create(NEW_INTENT));
    await setting.blink.intents.create(NEW_INTENT);
    const [first, second] = setting.server.requests('POST /intents');
    expect(second!.headers.authorization).not.toBe(first!.headers.authorization);
  });

  it.each([money(0, 'GBP'), money(-1, 'GBP'), money(Number.MAX_SAFE_INTEGER, 'GBP')])(
    'refuses %j before anything is sent',
    async (amount) => {
      expect(await failureOf(setting.blink.intents.create({ ...NEW_INTENT, amount }))).toBeInstanceOf(
        InvalidInput,
      );
      expect(setting.server.seen).toEqual([]);
    },
  );

  it('changes the amount of an unused one', async () => {
    setting.server.on('PATCH /intents/28', json(200, intentBody({ amount: 12.5, status: 'active' })));
    await setting.blink.intents.update(28, { amount: money(1250, 'GBP') });
    expect(JSON.parse(setting.server.requests('PATCH /intents/28')[0]!.body)).toEqual({ amount: 12.5 });
  });

  it('does not believe a change that left the amount as it was', async () => {
    setting.server.on('PATCH /intents/28', json(200, intentBody({ amount: 10.99 })));
    const failure = await failureOf(setting.blink.intents.update(28, { amount: money(1250, 'GBP') }));
    expect(failure).toBeInstanceOf(BlinkUnreadable);
  });

  it('says that an intent is over when it cannot be changed any more', async () => {
    setting.server.on('PATCH /intents/28', json(401, { error: 'Payment Intent has expired' }));
    const failure = await failureOf(setting.blink.intents.update(28, { amount: money(1250, 'GBP') }));
    expect(failure).toBeInstanceOf(IntentOver);
  });

  it('reads one again after a failure on the way', async () => {
    setting.server.on('GET /intents/28', reset, json(503, {}), json(200, intentBody({ status: 'active' })));
    expect((await setting.blink.intents.get(28)).id).toBe(28);
  });

  it('takes the end of one it did not make from Blink, whatever the season', async () => {
    const date = { Date: setting.clock.now().toUTCString() };
    const inTwentyMinutes = later(setting.clock.now(), 20 * MINUTE);
    setting.server.on(
      'GET /intents/28',
      json(200, intentBody({ expiry_date: inTwentyMinutes.toISOString() }), date),
      json(200, intentBody({ expiry_date: later(inTwentyMinutes, 60 * MINUTE).toISOString() }), date),
    );
    expect((await setting.blink.intents.get(28)).expiresAt).toEqual(inTwentyMinutes);
    expect((await setting.blink.intents.get(28)).expiresAt).toEqual(inTwentyMinutes);
  });

  it.each([0, -1, 1.5, Number.NaN])('never asks for an intent numbered %p', async (intentId) => {
    await expect(setting.blink.intents.get(intentId)).rejects.toThrow(RangeError);
    expect(setting.server.seen).toEqual([]);
  });

  it('makes an intent with a token that lives by Blink’s clock, not by ours', async () => {
    const blinks = { now: () => later(setting.clock.now(), -5 * MINUTE) };
    setting.server.on('POST /tokens', tokens(blinks)).on('POST /intents', json(201, intentBody()));
    const { expiresAt } = await setting.blink.intents.create(NEW_INTENT);
    expect(expiresAt).toEqual(later(setting.clock.now(), 30 * MINUTE));
  });
});
