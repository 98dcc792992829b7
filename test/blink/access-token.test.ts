import {
  BlinkKeysRefused,
  BlinkNotAsked,
  BlinkNotEnabled,
  BlinkUnavailable,
  BlinkUnreadable,
} from '../../src/blink/errors';
import { later, MINUTE, SECOND } from '../../src/kernel/clock';
import { json, reset, text } from './scripted-server';
import type { Setting } from './setting';
import {
  accessToken,
  failureOf,
  intentBody,
  NEW_INTENT,
  PAYMENT,
  SECRET_KEY,
  startSetting,
  tokens,
  transactionBody,
  TRANSACTION_ID,
  TRANSACTION_ROUTE,
} from './setting';

describe('access tokens', () => {
  let setting: Setting;
  beforeEach(async () => {
    setting = await startSetting();
    setting.server
      .on('POST /intents', json(201, intentBody()))
      .on(TRANSACTION_ROUTE, json(200, transactionBody()));
    setting.server.on('POST /creditcards', json(200, {}));
  });
  afterEach(() => setting.server.stop());

  const read = (): Promise<unknown> => setting.blink.transactions.get(TRANSACTION_ID);
  const create = (): Promise<unknown> => setting.blink.intents.create(NEW_INTENT);
  const tokenCount = (): number => setting.server.count('POST /tokens');

  it('are asked for once, however many wait for the first', async () => {
    await Promise.all(Array.from({ length: 500 }, read));
    expect(tokenCount()).toBe(1);
    expect(setting.server.count(TRANSACTION_ROUTE)).toBe(500);
  });

  it('serve new intents while younger than ten minutes', async () => {
    await create();
    setting.clock.pass(10 * MINUTE - 1);
    await create();
    expect(tokenCount()).toBe(1);
    setting.clock.pass(1);
    await create();
    expect(tokenCount()).toBe(2);
  });

  it('serve reads until a minute before their end', async () => {
    await read();
    setting.clock.pass(29 * MINUTE);
    await read();
    expect(tokenCount()).toBe(1);
    setting.clock.pass(1);
    await read();
    expect(tokenCount()).toBe(2);
  });

  it('serve a charge only while they outlive it', async () => {
    await read();
    setting.clock.pass(29 * MINUTE - SECOND);
    await setting.blink.creditCards.pay(PAYMENT);
    expect(tokenCount()).toBe(1);
    setting.clock.pass(SECOND + 1);
    await setting.blink.creditCards.pay(PAYMENT);
    expect(tokenCount()).toBe(2);
  });

  it('serve a charge only while they outlive it, however long that may take', async () => {
    const patient = await startSetting({ deadlines: { chargeMs: 4 * MINUTE, chargeHeldBackMs: MINUTE } });
    patient.server.on('POST /creditcards', json(200, {}));
    await patient.blink.creditCards.pay(PAYMENT);
    patient.clock.pass(25 * MINUTE);
    await patient.blink.creditCards.pay(PAYMENT);
    expect(patient.server.count('POST /tokens')).toBe(1);
    patient.clock.pass(1);
    await patient.blink.creditCards.pay(PAYMENT);
    expect(patient.server.count('POST /tokens')).toBe(2);
    await patient.server.stop();
  });

  it.each([-5 * MINUTE, 5 * MINUTE])(
    'live by the answer’s own date when Blink’s clock is off by %d ms',
    async (offMs) => {
      setting.server.on(
        'POST /tokens',
        tokens({ now: () => later(setting.clock.now(), offMs) }, 20 * MINUTE),
      );
      await read();
      setting.clock.pass(19 * MINUTE);
      await read();
      expect(tokenCount()).toBe(1);
      setting.clock.pass(1);
      await read();
      expect(tokenCount()).toBe(2);
    },
  );

  it.each([
    ['is no JWT', () => 'opaque'],
    ['has no end in it', () => `e30.${Buffer.from('{}').toString('base64url')}.x`],
    ['ended before it began', () => accessToken(new Date(0))],
    ['claims to live for ever', () => accessToken(new Date('2099-01-01'))],
  ])('are given half an hour when the token %s', async (_, make) => {
    const date = { Date: setting.clock.now().toUTCString() };
    setting.server.on('POST /tokens', json(201, { access_token: make() }, date));
    await read();
    setting.clock.pass(29 * MINUTE);
    await read();
    expect(tokenCount()).toBe(1);
    setting.clock.pass(1);
    await read();
    expect(tokenCount()).toBe(2);
  });

  it('are not taken for young when the clock was set back', async () => {
    await create();
    setting.clock.pass(-60 * MINUTE);
    await create();
    expect(tokenCount()).toBe(2);
  });

  it('are replaced once for all reads that hear that one is over', async () => {
    const [dead, alive] = [accessToken(new Date()), accessToken(new Date())];
    setting.server.on('POST /tokens', json(201, { access_token: dead }), json(201, { access_token: alive }));
    setting.server.on(TRANSACTION_ROUTE, (res, seen) => {
      const isDead = seen.headers.authorization === `Bearer ${dead}`;
      const answer = isDead ? json(401, { error: 'Access Token expired' }) : json(200, transactionBody());
      answer(res, seen);
    });
    await Promise.all(Array.from({ length: 20 }, read));
    expect(tokenCount()).toBe(2);
  });

  it('are not replaced a second time by one read, and are left alone for a while then', async () => {
    setting.server.on(TRANSACTION_ROUTE, json(401, { error: 'Unauthorised request' }));
    expect(await failureOf(read())).toMatchObject({ code: 'blink_refused', httpStatus: 401 });
    expect(setting.server.count(TRANSACTION_ROUTE)).toBe(2);
    expect(tokenCount()).toBe(2);
    expect(await failureOf(read())).toBeInstanceOf(BlinkUnavailable);
    expect(tokenCount()).toBe(2);
  });

  it('are refused once for all reads, however many hear it', async () => {
    setting.server.on(TRANSACTION_ROUTE, json(401, { error: 'Unauthorised request' }));
    await Promise.all(Array.from({ length: 20 }, () => failureOf(read())));
    expect(tokenCount()).toBe(2);
    expect(await failureOf(read())).toMatchObject({ retryAfterMs: 750 });
  });

  it('are asked for as soon as there is room, when the rate limit held them back', async () => {
    setting.server.on('POST /tokens', json(429, {}, { 'Retry-After': '60' }), tokens(setting.clock));
    await failureOf(read());
    for (let second = 0; second < 50; second += 1) {
      await failureOf(setting.blink.creditCards.pay(PAYMENT));
      setting.clock.pass(SECOND);
    }
    expect(tokenCount()).toBe(1);
    setting.clock.pass(10 * SECOND);
    await expect(read()).resolves.toBeDefined();
  });

  it('are not replaced for a 401 that speaks of something else', async () => {
    setting.server.on(
      TRANSACTION_ROUTE,
      json(401, { error: 'Direct debit is not enabled to this merchant account' }),
    );
    expect(await failureOf(read())).toBeInstanceOf(BlinkNotEnabled);
    expect(tokenCount()).toBe(1);
  });

  it('do not make a charge go twice when one is refused', async () => {
    setting.server.on('POST /creditcards', json(401, { error: 'Access Token expired' }));
    const answer = await setting.blink.creditCards.pay(PAYMENT);
    expect(answer).toEqual({ kind: 'turned_away', cause: 'status_401' });
    expect(setting.server.count('POST /creditcards')).toBe(1);
    await read();
    expect(tokenCount()).toBe(2);
  });

  it('are asked for three times in all when the way there fails', async () => {
    setting.server.on('POST /tokens', reset, json(502, {}), tokens(setting.clock));
    await create();
    expect(tokenCount()).toBe(3);
    expect(setting.slept).toEqual([125, 250]);
  });

  it('are not stormed when they fail: the pause doubles up to half a minute', async () => {
    setting.server.on('POST /tokens', json(503, {}));
    const pauses: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      await Promise.all(Array.from({ length: 50 }, () => failureOf(read())));
      const error = await failureOf(read());
      if (error instanceof BlinkUnavailable) pauses.push(error.retryAfterMs ?? 0);
      setting.clock.pass(pauses.at(-1)!);
    }
    expect(tokenCount()).toBe(8 * 3);
    expect(pauses).toEqual([750, 1500, 3000, 6000, 12_000, 22_500, 22_500, 22_500]);
  });

  it('are asked for again after the pause, and all is well', async () => {
    setting.server.on('POST /tokens', json(400, { error: 'Api key is required' }), tokens(setting.clock));
    await failureOf(read());
    setting.clock.pass(SECOND);
    await expect(read()).resolves.toBeDefined();
    await expect(read()).resolves.toBeDefined();
  });

  it.each([400, 401, 403, 422])('say that the keys are refused on %d', async (status) => {
    setting.server.on('POST /tokens', json(status, { error: 'Secret key is required' }));
    const error = await failureOf(create());
    expect(error).toBeInstanceOf(BlinkKeysRefused);
    expect(error).toMatchObject({ reason: 'Secret key is required' });
    expect(tokenCount()).toBe(1);
  });

  it.each([
    ['a page', text(201, '<html></html>')],
    ['no token', json(201, { expired_on: '2026-07-01T12:30:00Z' })],
    ['a token with a line break', json(201, { access_token: 'a\r\nX-Evil: 1' })],
    ['a token that is a list', json(201, { access_token: ['a'] })],
  ])('cannot be read from %s', async (_, script) => {
    setting.server.on('POST /tokens', script);
    expect(await failureOf(create())).toBeInstanceOf(BlinkUnreadable);
  });

  it('leave a charge unsent, for certain, when none is to be had', async () => {
    setting.server.on('POST /tokens', json(503, {}));
    expect(await failureOf(setting.blink.creditCards.pay(PAYMENT))).toBeInstanceOf(BlinkNotAsked);
    expect(setting.server.count('POST /creditcards')).toBe(0);
  });

  it('hold the secret key, so neither is ever logged', async () => {
    await read();
    const bearer = setting.server
      .requests(TRANSACTION_ROUTE)[0]!
      .headers.authorization!.slice('Bearer '.length);
    const claims: unknown = JSON.parse(Buffer.from(bearer.split('.')[1]!, 'base64url').toString());
    expect(claims).toHaveProperty('secret_key', SECRET_KEY); // the danger is real
    expect(setting.log.lines).toHaveLength(2);
    expect(setting.log.text).not.toContain(bearer);
    expect(setting.log.text).not.toContain(SECRET_KEY);
  });
});
