import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import pino from 'pino';
import { createBlink } from '../../src/blink/create-blink';
import { BlinkError } from '../../src/blink/errors';
import type { Script } from './scripted-server';
import { json, reset, silence, text } from './scripted-server';
import { FIXED_KEY, FIXED_SCHEDULE } from './schedule-setting';
import type { Setting } from './setting';
import {
  API_KEY,
  CARD_TOKEN,
  NEW_INTENT,
  PAYMENT,
  SECRET_KEY,
  startSetting,
  StillClock,
  tokens,
} from './setting';
import { TRANSACTION_ID, TRANSACTION_ROUTE } from './setting';

/** Gives back everything it got, in the places where an error text is looked for. */
const echo =
  (status: number): Script =>
  (res, seen) => {
    const all = `${seen.headers.authorization ?? ''} ${seen.body} ${API_KEY} ${SECRET_KEY} ${CARD_TOKEN}`;
    json(status, {
      error: all,
      error_response: all,
      message: all,
      data: { paymentToken: [all], [SECRET_KEY]: [all] },
    })(res, seen);
  };

const FAULTS: readonly (readonly [string, Script])[] = [
  ['reset', reset],
  ['silence', silence],
  ['page', text(200, '<html>')],
  ['truncated', text(200, '{"data":')],
  ['too large', text(200, 'x'.repeat(1_000_001))],
  ['wrong encoding', text(200, 'x', { 'Content-Encoding': 'gzip' })],
  ['redirect', text(302, '', { Location: '/' })],
  ['no HTTP', (res) => void res.socket?.end('?\r\n\r\n')],
  ['empty', json(200, {})],
  ...[200, 400, 401, 403, 404, 409, 422, 429, 500, 503].map(
    (status) => [`echo ${status}`, echo(status)] as const,
  ),
];

const ROUTES = [
  'POST /tokens',
  'POST /intents',
  'PATCH /intents/28',
  'GET /intents/28',
  TRANSACTION_ROUTE,
  'POST /creditcards',
  'POST /repeat-payments',
  'GET /repeat-payments/273?payment_type=fixed_schedule',
  'GET /repeat-payments?payment_type=fixed_schedule&page=1',
  'DELETE /repeat-payments/273',
  'DELETE /repeat-payments/cancel/273',
  'POST /repeat-payments/retry/273',
  'POST /repeat-payments/card/273',
];

describe('what must stay secret', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting({ deadlines: DEADLINES })));
  afterEach(() => setting.server.stop());

  const DEADLINES = { tokenMs: 200, intentMs: 200, readMs: 200, chargeMs: 200 };

  async function everyOutcome(): Promise<unknown[]> {
    const { blink } = setting;
    const outcomes: unknown[] = [];
    for (const call of [
      () => blink.intents.create(NEW_INTENT),
      () => blink.intents.update(28, { amount: NEW_INTENT.amount }),
      () => blink.intents.get(28),
      () => blink.transactions.get(TRANSACTION_ID),
      () => blink.creditCards.pay(PAYMENT),
      () => blink.repeatPayments.create(FIXED_SCHEDULE),
      () => blink.repeatPayments.get(FIXED_KEY, 'GBP'),
      () => blink.repeatPayments.findByReferences('fixed', [FIXED_SCHEDULE.reference], 'GBP'),
      () => blink.repeatPayments.cancelAll(FIXED_KEY),
      () => blink.repeatPayments.cancelOne(FIXED_KEY, 1431),
      () => blink.repeatPayments.refundOne(FIXED_KEY, 1431),
      () => blink.repeatPayments.retryOne(FIXED_KEY, 1431),
      () => blink.repeatPayments.updateCard(FIXED_KEY, CARD_TOKEN),
    ]) {
      outcomes.push(await call().catch((error: unknown) => error));
    }
    return outcomes;
  }

  const bearers = (): string[] =>
    setting.server.seen.flatMap(({ headers }) =>
      headers.authorization ? [headers.authorization.slice('Bearer '.length)] : [],
    );

  function print(outcome: unknown): string {
    const lines: string[] = [];
    const out = new Writable({
      write: (chunk: Buffer, _, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    pino(out).error({ err: outcome, outcome }, 'printed');
    const stack = outcome instanceof Error ? (outcome.stack ?? '') : '';
    const hidden = inspect(outcome, { depth: null, showHidden: true, getters: true });
    return [hidden, stack, JSON.stringify(outcome), String(outcome), lines.join('')].join('\n');
  }

  const cases = ROUTES.flatMap((route) => FAULTS.map(([fault, script]) => [route, fault, script] as const));

  it.each(cases)('is in no error, answer or log line: %s, %s', async (route, _, script) => {
    setting.server.on(route, script);
    const outcomes = await everyOutcome();
    const errors = outcomes.filter((outcome) => outcome instanceof Error);
    expect(errors.every((error) => error instanceof BlinkError)).toBe(true);
    const printed = [...outcomes.map(print), setting.log.text].join('\n');
    const secrets = [API_KEY, SECRET_KEY, CARD_TOKEN, ...bearers(), 'Bearer ey'];
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
    expect(printed).not.toMatch(/AxiosError|ann@example\.com/);
  });

  it('would be seen by this test if an error held it', () => {
    expect(
      print(
        Object.assign(new Error('x'), { config: { headers: { Authorization: `Bearer ${SECRET_KEY}` } } }),
      ),
    ).toContain(SECRET_KEY);
  });

  it('stays out of pino’s own lines, for which our log is made', async () => {
    const lines: string[] = [];
    const log = pino(
      new Writable({
        write: (chunk: Buffer, _, done) => {
          lines.push(chunk.toString());
          done();
        },
      }),
    );
    const clock = new StillClock();
    const { server } = setting;
    server.on('POST /tokens', tokens(clock)).on('POST /creditcards', json(200, {}));
    const blink = createBlink({ apiUrl: server.origin, apiKey: API_KEY, secretKey: SECRET_KEY, clock, log });
    await blink.creditCards.pay(PAYMENT);
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[1]!)).toMatchObject({
      resource: 'POST creditcards',
      status: 200,
      msg: 'Blink answered',
    });
    expect(lines.join('')).not.toContain(SECRET_KEY);
  });
});
