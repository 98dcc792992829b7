import { BlinkRefused, BlinkUnavailable, BlinkUnreadable } from '../../src/blink/errors';
import { SECOND } from '../../src/kernel/clock';
import type { Script } from './scripted-server';
import { json, reset, text } from './scripted-server';
import type { Setting } from './setting';
import { failureOf, startSetting, transactionBody, TRANSACTION_ID, TRANSACTION_ROUTE } from './setting';

const found = json(200, transactionBody());

describe('a read', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting()));
  afterEach(() => setting.server.stop());

  const read = (): Promise<unknown> => setting.blink.transactions.get(TRANSACTION_ID);
  const reads = (): number => setting.server.count(TRANSACTION_ROUTE);

  it.each<[string, Script]>([
    ['a lost connection', reset],
    ['a 500', json(500, { error: 'Server Error' })],
    ['a 502 page', text(502, '<html>Bad gateway</html>')],
    [
      'half an answer',
      (res) => void (res.writeHead(200, { 'Content-Length': 900 }), res.write('{"da'), res.socket?.destroy()),
    ],
  ])('is repeated twice, with growing pauses, after %s', async (_, failure) => {
    setting.server.on(TRANSACTION_ROUTE, failure, failure, found);
    await expect(read()).resolves.toMatchObject({ status: 'Captured' });
    expect(reads()).toBe(3);
    expect(setting.slept).toEqual([125, 250]);
  });

  it('is not repeated a third time', async () => {
    setting.server.on(TRANSACTION_ROUTE, json(503, {}));
    expect(await failureOf(read())).toBeInstanceOf(BlinkUnavailable);
    expect(reads()).toBe(3);
  });

  it.each<[string, Script, unknown]>([
    ['a page with status 200', text(200, '<!doctype html>'), BlinkUnreadable],
    ['JSON that ends early', text(200, '{"data": {"transaction_id": "BL'), BlinkUnreadable],
    ['a redirect', text(307, '', { Location: '/elsewhere' }), BlinkUnreadable],
    ['a refusal', json(403, { error: 'no' }), BlinkRefused],
    ['a 200 that speaks of an error', json(200, { error: 'Data not found' }), BlinkRefused],
  ])('is not repeated after %s', async (_, script, expected) => {
    setting.server.on(TRANSACTION_ROUTE, script);
    expect(await failureOf(read())).toBeInstanceOf(expected);
    expect(reads()).toBe(1);
  });

  it('follows no redirect with the token', async () => {
    setting.server.on(TRANSACTION_ROUTE, text(302, '', { Location: '/api/pay/v1/elsewhere' }));
    await failureOf(read());
    expect(setting.server.count('GET /elsewhere')).toBe(0);
  });

  it('spreads its repeats over the whole pause', async () => {
    await setting.server.stop();
    setting = await startSetting({ random: () => 0 });
    setting.server.on(TRANSACTION_ROUTE, reset, found);
    await read();
    expect(setting.slept).toEqual([0]);
  });

  describe('that meets the rate limit', () => {
    const date = (inMs: number): string => new Date(setting.clock.now().getTime() + inMs).toUTCString();

    it.each<[string, () => Record<string, string>, number]>([
      ['seconds', () => ({ 'Retry-After': '3' }), 3_000],
      ['nothing at all', () => ({ 'Retry-After': '0' }), 0],
      ['a date', () => ({ 'Retry-After': date(4 * SECOND), Date: date(0) }), 4_000],
      ['a date in the past', () => ({ 'Retry-After': date(-9 * SECOND), Date: date(0) }), 0],
      ['no time', () => ({}), 2_000],
      ['a negative time', () => ({ 'Retry-After': '-5' }), 2_000],
      ['nonsense', () => ({ 'Retry-After': 'soon' }), 2_000],
    ])('waits as long as Blink says: %s', async (_, headers, waitMs) => {
      setting.server.on(TRANSACTION_ROUTE, json(429, {}, headers()), found);
      await expect(read()).resolves.toBeDefined();
      expect(setting.slept.reduce((sum, each) => sum + each, 0)).toBe(waitMs);
    });

    it.each(['11', '99999', '99999999999999999999'])(
      'gives up at once when %s s is more than it has',
      async (seconds) => {
        setting.server.on(TRANSACTION_ROUTE, json(429, {}, { 'Retry-After': seconds }));
        const error = await failureOf(read());
        expect(error).toBeInstanceOf(BlinkUnavailable);
        expect(reads()).toBe(1);
        expect(setting.slept.every((each) => each === 0)).toBe(true);
      },
    );

    it('never believes in more than a minute', async () => {
      setting.server.on(TRANSACTION_ROUTE, json(429, {}, { 'Retry-After': '99999' }), found);
      expect(await failureOf(read())).toMatchObject({ retryAfterMs: 60_000 });
      setting.clock.pass(60 * SECOND);
      await expect(read()).resolves.toBeDefined();
    });

    it('keeps every other call back until then, without asking', async () => {
      setting.server.on(TRANSACTION_ROUTE, json(429, {}, { 'Retry-After': '30' }), found);
      await failureOf(read());
      await failureOf(read());
      expect(reads()).toBe(1);
      setting.clock.pass(30 * SECOND);
      await expect(read()).resolves.toBeDefined();
    });

    it('gives up when it is kept on', async () => {
      setting.server.on(TRANSACTION_ROUTE, json(429, {}, { 'Retry-After': '1' }));
      expect(await failureOf(read())).toBeInstanceOf(BlinkUnavailable);
      expect(reads()).toBe(3);
    });
  });
});
