import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import axios, { AxiosError } from 'axios';
import { AppError, NotFound } from '../src/kernel/errors';
import { createLogger } from '../src/server/log/logger';
import { capturedLog } from './support/captured-log';

function lineOf(data: object, message = 'something happened'): Record<string, unknown> {
  const log = capturedLog();
  log.info(data, message);
  return log.lines()[0]!;
}

class RefundTooLarge extends AppError {
  readonly status = 409;
  readonly code = 'refund_too_large';
}

describe('a log line', () => {
  it('is one JSON object with time, level, data and a sentence', () => {
    const line = lineOf({ orderId: 'ord_1', ms: 12, to: 'paid' }, 'payment settled');
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      orderId: 'ord_1',
      ms: 12,
      to: 'paid',
      msg: 'payment settled',
    });
  });

  it('leaves out what is below its level', () => {
    const log = capturedLog('warn');
    log.info({}, 'not said');
    log.warn({}, 'said');
    expect(log.lines().map((line) => line['msg'])).toEqual(['said']);
  });

  it.each([
    ['a line feed', 'first\nsecond'],
    ['a carriage return', 'first\r{"level":"fatal"}'],
    ['an escape sequence of a terminal', 'first\u001b[31mred'],
    ['a single-character control sequence', 'first\u009b31mred'],
    ["Unicode's line separator", 'first\u2028second'],
    ['a change of writing direction', 'first\u202esecond'],
  ])('stays one harmless line with %s in it', (_, hostile) => {
    const log = capturedLog();
    log.error({ code: hostile, err: new NotFound(hostile) }, hostile);
    expect(log.text()).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029](?!$)/u);
    expect(log.text()).not.toMatch(/\\u00|\\n|\\r/);
    expect(log.text().split('\n')).toHaveLength(2);
  });
});

describe('fields of a log line', () => {
  it('keeps nothing of a field that is not known to be safe but its name', () => {
    const line = lineOf({
      email: 'ada@example.com',
      paymentToken: 'eyJwYXltZW50',
      headers: { cookie: 'id=1' },
    });
    expect(line).toMatchObject({ email: '[withheld]', paymentToken: '[withheld]', headers: '[withheld]' });
  });

  it('drops a field whose name is itself somebody else’s text', () => {
    expect(JSON.stringify(lineOf({ 'ada@example.com': 1, [`x${'y'.repeat(60)}`]: 1 }))).not.toMatch(
      /ada|yyy/,
    );
  });

  it.each([
    ['an e-mail address', 'ada@example.com'],
    ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJtZXJjaGFudCI6MX0.c2ln'],
    ['a webhook secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['an intent', 'pi_4f3c'],
    ['a capability', 'k'.repeat(43)],
    ['markup', '<script>'],
    ['a long text', 'word '.repeat(40)],
  ])('withholds %s even in a field that is safe', (_, value) => {
    expect(lineOf({ orderId: value })['orderId']).toBe('[withheld]');
    expect(lineOf({ found: [value] })['found']).toEqual(['[withheld]']);
    expect(lineOf({ amount: { currency: value } })['amount']).toEqual({ currency: '[withheld]' });
  });

  it('keeps ids, routes, money and dates', () => {
    const data = {
      transactionId: 'BL-4c2f-0001',
      requestId: '0f8fad5b-d9cb-469f-a165-70867728950e',
      route: '/return/:orderId/:attemptId/:capability',
      amount: { minor: 1099, currency: 'GBP' },
      dueAt: new Date('2026-11-20T10:00:00Z'),
      ready: true,
      reason: null,
    };
    expect(lineOf(data)).toMatchObject({ ...data, dueAt: '2026-11-20T10:00:00.000Z' });
  });

  it('does not follow what is deep or endless', () => {
    const loop: Record<string, unknown> = { orderId: 'ord_1' };
    loop['found'] = loop;
    expect(() => lineOf({ found: loop })).not.toThrow();
    expect(lineOf({ found: { found: { found: { orderId: 'ord_1' } } } })['found']).toEqual({
      found: { found: '[withheld]' },
    });
  });
});

describe('errors in a log line', () => {
  it('shows ours with class, code, message and place', () => {
    const line = lineOf({ err: new RefundTooLarge('Cannot refund £5.00: only £3.00 is left') });
    expect(line['err']).toEqual({
      class: 'RefundTooLarge',
      code: 'refund_too_large',
      message: 'Cannot refund £5.00: only £3.00 is left',
      stack: expect.arrayContaining([expect.stringMatching(/^at .*logger\.test\.ts:\d+:\d+\)?$/)]),
    });
  });

  it('takes tokens and addresses out of our own messages', () => {
    const { message } = lineOf({ err: new NotFound(`No order for ada@example.com by ${'k'.repeat(43)}`) })[
      'err'
    ] as { message: string };
    expect(message).toBe('No order for [withheld] by [withheld]');
  });

  it('reduces errors of others to class and code', () => {
    const foreign = Object.assign(new Error('connect to secret-host as admin:pa55word'), {
      code: 'ECONNREFUSED',
    });
    const line = lineOf({ err: foreign });
    expect(line['err']).toMatchObject({ class: 'Error', code: 'ECONNREFUSED' });
    expect(JSON.stringify(line)).not.toMatch(/secret-host|pa55word/);
  });

  it('does not take a text for a code', () => {
    const foreign = Object.assign(new Error('x'), { code: 'Bearer s3cret' });
    expect(JSON.stringify(lineOf({ err: foreign }))).not.toContain('s3cret');
  });

  it('follows causes, reducing each', () => {
    const foreign = new TypeError('canary');
    const line = lineOf({ err: new NotFound('No such order'), cause: 'timeout' });
    expect(line['cause']).toBe('timeout');
    const withCause = lineOf({ err: new RefundTooLarge('Too much', { cause: foreign }) });
    expect(withCause['err']).toMatchObject({ cause: { class: 'TypeError' } });
    expect(JSON.stringify(withCause)).not.toContain('canary');
  });

  it('is not fooled by a message that looks like a stack', () => {
    const foreign = new Error('x\n    at canary (/canary/file.ts:1:1)\n    at more (/canary/file.ts:2:2)');
    expect(JSON.stringify(lineOf({ err: foreign }))).not.toContain('canary');
  });

  it('shows that something else was thrown', () => {
    expect(lineOf({ err: 'canary' })['err']).toEqual({ class: 'not an error: string' });
  });

  it('keeps the request that an HTTP library’s error carries out of the line', async () => {
    const failure = await axios
      .post(
        'http://127.0.0.1:9/',
        { paymentToken: 'canary-card' },
        { headers: { authorization: 'Bearer canary-key' } },
      )
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AxiosError);
    const log = capturedLog();
    log.error({ err: failure }, 'call failed');
    log.error({ failure, error: failure, found: failure }, 'call failed');
    log.error(failure as object, 'call failed');
    expect(log.text()).not.toContain('canary');
    expect(log.text()).not.toContain('127.0.0.1:9');
  });
});

describe('the end of the process', () => {
  const script = `
    const { createLogger } = require('./src/server/log/logger.ts');
    const log = createLogger({ level: 'info' });
    for (let count = 1; count <= 500; count += 1) log.info({ count }, 'line');
  `;
  const run = (ending: string) =>
    promisify(execFile)(
      process.execPath,
      ['--require', './test/support/run-typescript.cjs', '--eval', script + ending],
      { cwd: path.join(__dirname, '..') },
    );

  it.each([
    ['when it ends by itself', ''],
    ['when it exits after a flush', 'void log.flush().then(() => process.exit(0));'],
  ])('loses no line %s', async (_, ending) => {
    const { stdout } = await run(ending);
    expect(stdout.trim().split('\n')).toHaveLength(500);
  });

  it('flushes even when nothing was said', async () => {
    await expect(createLogger({ level: 'silent' }).flush()).resolves.toBeUndefined();
  });
});

describe('the line of a call to Blink', () => {
  it('says what was called, how it was answered and how long it took', () => {
    const log = capturedLog();
    log.info({ resource: 'GET transactions/{id}', status: 200, ms: 12 }, 'Blink answered');
    expect(log.lines()[0]).toMatchObject({ resource: 'GET transactions/{id}', status: 200, ms: 12 });
  });
});
