import { BlinkNotAsked } from '../../src/blink/errors';
import { money } from '../../src/kernel/money';
import { json, reset, silence, text } from './scripted-server';
import type { Setting } from './setting';
import { failureOf, startSetting, tokens, TRANSACTION_ID } from './setting';

const ASKED = { transactionId: TRANSACTION_ID, amount: money(1099, 'GBP'), reference: 'ref_1' };
const KINDS = ['refund', 'cancel', 'capture', 'rerun'] as const;
type Kind = (typeof KINDS)[number];
const route = (kind: Kind): string => `POST /transactions/${TRANSACTION_ID}/${kind}s`;
const done = { success: true, message: 'Done', amount: 10.99, transaction_id: TRANSACTION_ID };

describe('moves of a transaction', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting({ deadlines: { chargeMs: 300 } })));
  afterEach(() => setting.server.stop());

  const move = (kind: Kind, transactionId = TRANSACTION_ID) =>
    setting.blink.transactions[kind]({ ...ASKED, transactionId, isWhole: true });
  const sent = (kind: Kind): unknown => JSON.parse(setting.server.requests(route(kind))[0]!.body);

  it.each<[Kind, object]>([
    ['refund', { partial_refund: false, amount: 10.99, reference: 'ref_1' }],
    ['cancel', { reference: 'ref_1' }],
    ['capture', { amount: 10.99, transaction_unique: 'ref_1' }],
    ['rerun', { amount: 10.99, currency: 'GBP', transaction_unique: 'ref_1', reference: 'ref_1' }],
  ])('sends a %s as Blink reads it', async (kind, body) => {
    setting.server.on(route(kind), json(200, done));
    await expect(move(kind)).resolves.toEqual({ kind: 'done', transactionId: TRANSACTION_ID });
    expect(sent(kind)).toEqual(body);
  });

  it('says that a refund is partial', async () => {
    setting.server.on(route('refund'), json(200, done));
    await setting.blink.transactions.refund({ ...ASKED, isWhole: false });
    expect(sent('refund')).toMatchObject({ partial_refund: true });
  });

  describe.each(KINDS)('%s', (kind) => {
    it.each([
      ['a lost connection', reset, 'connection_lost'],
      ['silence', silence, 'timeout'],
      ['a broken Blink', text(503, '<html>'), 'status_503'],
      ['a refused token', json(401, { error: 'Unauthorised request' }), 'status_401'],
      ['the rate limit', json(429, { message: 'Too Many Attempts.' }, { 'Retry-After': '1' }), 'status_429'],
    ])('is sent once and unknown after %s', async (_, script, cause) => {
      setting.server.on(route(kind), script);
      await expect(move(kind)).resolves.toEqual({ kind: 'unknown', cause });
      expect(setting.server.count(route(kind))).toBe(1);
    });

    it('is not asked when no access token can be had', async () => {
      setting.server.on('POST /tokens', json(503, {}));
      expect(await failureOf(move(kind))).toBeInstanceOf(BlinkNotAsked);
      expect(setting.server.count(route(kind))).toBe(0);
    });

    it('is not asked for something that is no transaction id', async () => {
      setting.server.on('POST /tokens', tokens(setting.clock));
      expect(await failureOf(move(kind, '../tokens'))).toBeInstanceOf(BlinkNotAsked);
      expect(setting.server.seen).toEqual([]);
    });
  });

  it('is not asked when Blink cannot be reached', async () => {
    await move('cancel');
    await setting.server.stop();
    expect(await failureOf(move('refund'))).toBeInstanceOf(BlinkNotAsked);
    setting = await startSetting();
  });
});
