import {
  BlinkError,
  BlinkNotAsked,
  BlinkUnavailable,
  BlinkUnreadable,
  ScheduleNotFound,
} from '../../src/blink/errors';
import type { NewSchedule, ScheduleCard } from '../../src/blink/schedules/repeat-payment';
import { InvalidInput } from '../../src/kernel/errors';
import { money } from '../../src/kernel/money';
import type { Script } from './scripted-server';
import { json, reset, silence, text } from './scripted-server';
import {
  FIXED_KEY,
  FIXED_SCHEDULE,
  REFERENCE,
  scheduleBody,
  VARIABLE_KEY,
  variableBody,
} from './schedule-setting';
import type { Setting } from './setting';
import { ACSFORM, BROWSER, CARD_TOKEN, failureOf, startSetting, TRANSACTION_ID } from './setting';

const CREATE = 'POST /repeat-payments';
const GET = 'GET /repeat-payments/273?payment_type=fixed_schedule';
const page = (number: number): string => `GET /repeat-payments?payment_type=fixed_schedule&page=${number}`;
const device = {
  device_timezone: '-60',
  device_capabilities: 'javascript',
  device_accept_language: 'en-GB',
  device_screen_resolution: '1920x1080x24',
  remote_address: '203.0.113.7',
};

describe('repeat payments', () => {
  let setting: Setting;
  beforeEach(
    async () => void (setting = await startSetting({ deadlines: { chargeMs: 300, readMs: 2_000 } })),
  );
  afterEach(() => setting.server.stop());

  const create = (changes: Partial<NewSchedule> = {}) =>
    setting.blink.repeatPayments.create({ ...FIXED_SCHEDULE, ...changes });
  const sent = (): Record<string, unknown> =>
    JSON.parse(setting.server.requests(CREATE).at(-1)!.body) as Record<string, unknown>;

  describe('a new schedule', () => {
    it('is sent as Blink documents a fixed one for a customer at a browser', async () => {
      setting.server.on(CREATE, json(200, { acsform: ACSFORM }));
      const payer = { name: 'Ann Bee', email: 'ann@example.com', address: '1 High St', postcode: 'AB1 2CD' };
      expect(await create({ payer })).toMatchObject({ kind: 'challenge' });
      expect(sent()).toEqual({
        payment_type: 'fixed_schedule',
        payment_intent: 'pi_reference',
        paymentToken: CARD_TOKEN,
        type: 1,
        ...device,
        customer_name: 'Ann Bee',
        customer_email: 'ann@example.com',
        customer_address: '1 High St',
        customer_postcode: 'AB1 2CD',
        reference: REFERENCE,
        currency: 'GBP',
        frequency: 'days',
        frequency_duration: 2,
        start_payment_date: '01-07-2026',
        first_amount: 9,
        recurring_amount: 10.01,
        is_limited_installments: true,
        installments: 3,
      });
    });

    it('is sent with the customer’s own headers: User-Agent, Accept, Accept-Encoding and Accept-Charset', async () => {
      setting.server.on(CREATE, json(200, { acsform: ACSFORM }));
      const browser = { ...BROWSER, acceptCharset: 'utf-8' };
      await create({ card: { kind: 'customer_present', paymentToken: CARD_TOKEN, browser } });
      expect(setting.server.requests(CREATE)[0]!.headers).toMatchObject({
        'user-agent': BROWSER.userAgent,
        accept: BROWSER.accept,
        'accept-encoding': 'gzip, deflate, br',
        'accept-charset': 'utf-8',
        'content-type': 'application/json',
      });
      await create();
      expect(setting.server.requests(CREATE)[1]!.headers).toHaveProperty('accept-charset', '');
    });

    it.each<[string, ScheduleCard, object]>([
      [
        'read out by telephone',
        { kind: 'by_phone', paymentToken: CARD_TOKEN },
        { paymentToken: CARD_TOKEN, type: 2 },
      ],
      [
        'of an earlier payment',
        { kind: 'of_transaction', transactionId: TRANSACTION_ID },
        { transaction_id: TRANSACTION_ID, type: 2 },
      ],
    ])('by a card %s needs no browser', async (_, card, expected) => {
      setting.server.on(CREATE, json(201, scheduleBody()));
      expect(await create({ card })).toMatchObject({ kind: 'created', schedule: { key: FIXED_KEY } });
      const body = sent();
      expect(body).toMatchObject(expected);
      expect(
        Object.keys(body).filter((key) => key.startsWith('device_') || key === 'remote_address'),
      ).toEqual([]);
      expect('paymentToken' in body && 'transaction_id' in body).toBe(false);
    });

    it('of the variable type has its amounts by their days, in the order they came in', async () => {
      setting.server.on(CREATE, json(201, variableBody()));
      const entries = [
        { date: '2026-12-31', amount: money(550, 'GBP') },
        { date: '2026-07-09', amount: money(1000, 'GBP') },
      ];
      const card = { kind: 'by_phone', paymentToken: CARD_TOKEN } as const;
      expect(await create({ plan: { type: 'variable', entries }, card })).toMatchObject({
        kind: 'created',
        schedule: { key: VARIABLE_KEY },
      });
      expect(setting.server.requests(CREATE)[0]!.body).toContain(
        '"schedule_set":{"31-12-2026":5.5,"09-07-2026":10}',
      );
      expect(sent()).not.toHaveProperty('frequency');
      expect(sent()).not.toHaveProperty('recurring_amount');
    });

    it('that begins today and has no end says neither a day nor a number', async () => {
      setting.server.on(CREATE, json(201, scheduleBody()));
      const plan = {
        ...FIXED_SCHEDULE.plan,
        firstAmount: null,
        startDate: null,
        instalments: null,
      } as NewSchedule['plan'];
      await create({ plan });
      const keys = Object.keys(sent());
      expect(sent()).toMatchObject({ is_limited_installments: false });
      for (const key of [
        'start_payment_date',
        'installments',
        'final_payment_date',
        'first_amount',
        'final_amount',
      ])
        expect(keys).not.toContain(key);
    });

    it('sends what differs at its end', async () => {
      setting.server.on(CREATE, json(201, scheduleBody()));
      const plan = {
        ...FIXED_SCHEDULE.plan,
        finalAmount: money(1099, 'GBP'),
        finalDate: '2026-07-31',
      } as NewSchedule['plan'];
      await create({ plan });
      expect(sent()).toMatchObject({ final_amount: 10.99, final_payment_date: '31-07-2026' });
    });

    it.each<[string, NewSchedule['plan'], string]>([
      [
        'two payments on one day',
        {
          type: 'variable',
          entries: [
            { date: '2026-07-09', amount: money(5, 'GBP') },
            { date: '2026-07-09', amount: money(6, 'GBP') },
          ],
        },
        'schedule.1.date',
      ],
      [
        'a day that does not exist',
        { type: 'variable', entries: [{ date: '2026-02-30', amount: money(5, 'GBP') }] },
        'schedule.0.date',
      ],
      [
        'a day in Blink’s order',
        { type: 'variable', entries: [{ date: '09-07-2026', amount: money(5, 'GBP') }] },
        'schedule.0.date',
      ],
      [
        'nothing to pay',
        { type: 'variable', entries: [{ date: '2026-07-09', amount: money(0, 'GBP') }] },
        'schedule.0.amount',
      ],
      [
        'another currency',
        { ...FIXED_SCHEDULE.plan, firstAmount: money(5, 'EUR') } as NewSchedule['plan'],
        'first_amount',
      ],
      [
        'an amount beyond a JSON number',
        { ...FIXED_SCHEDULE.plan, amount: money(Number.MAX_SAFE_INTEGER, 'GBP') } as NewSchedule['plan'],
        'amount',
      ],
      [
        'a start that is no day',
        { ...FIXED_SCHEDULE.plan, startDate: 'tomorrow' } as NewSchedule['plan'],
        'start_date',
      ],
      [
        'an end that is no day',
        { ...FIXED_SCHEDULE.plan, finalDate: '2026-7-1' } as NewSchedule['plan'],
        'final_date',
      ],
    ])('that Blink’s format cannot carry is not sent: %s', async (_, plan, field) => {
      const failure = await failureOf(create({ plan }));
      expect(failure).toBeInstanceOf(InvalidInput);
      expect(failure).toMatchObject({ fields: [{ field }] });
      expect(setting.server.seen).toEqual([]);
    });

    it('is not sent for something that is no transaction id', async () => {
      const card = { kind: 'of_transaction', transactionId: '../tokens' } as const;
      expect(await failureOf(create({ card }))).toBeInstanceOf(BlinkNotAsked);
      expect(setting.server.seen).toEqual([]);
    });

    it.each<[string, Script, string]>([
      ['a connection lost before a word', reset, 'connection_lost'],
      ['silence', silence, 'timeout'],
      ['an endless answer', text(200, 'x'.repeat(1_000_001)), 'too_large'],
      ['a page', text(200, '<html>'), 'not_json'],
      ['a broken Blink', text(503, '<html>'), 'status_503'],
      ['a schedule that is not ours', json(201, scheduleBody({ reference: 'rp_x.y' })), 'other_reference'],
    ])('is sent once and unknown after %s', async (_, script, cause) => {
      setting.server.on(CREATE, script);
      expect(await create()).toEqual({ kind: 'unknown', cause });
      expect(setting.server.count(CREATE)).toBe(1);
    });

    it('is turned away by too many calls, and not sent again by itself', async () => {
      setting.server.on(CREATE, json(429, { message: 'Too Many Attempts.' }, { 'Retry-After': '1' }));
      expect(await create()).toEqual({ kind: 'turned_away', cause: 'status_429' });
      expect(setting.server.count(CREATE)).toBe(1);
    });

    it('is not sent, for certain, when no token can be had or nobody listens', async () => {
      setting.server.on('POST /tokens', json(503, {}));
      expect(await failureOf(create())).toBeInstanceOf(BlinkNotAsked);
      expect(setting.server.count(CREATE)).toBe(0);
      await setting.server.stop();
      expect(await failureOf(create())).toBeInstanceOf(BlinkNotAsked);
      setting = await startSetting();
    });
  });

  describe('one schedule', () => {
    it('is read by type and number', async () => {
      setting.server.on(GET, json(200, scheduleBody({ postcode: undefined, Postcode: 'AB1 2CD' })));
      expect(await setting.blink.repeatPayments.get(FIXED_KEY, 'GBP')).toMatchObject({
        key: FIXED_KEY,
        reference: REFERENCE,
      });
    });

    it('of the other type under the same number is another one', async () => {
      const variable = 'GET /repeat-payments/273?payment_type=variable_schedule';
      setting.server
        .on(GET, json(200, scheduleBody()))
        .on(variable, json(200, variableBody({ id: 273, status: 'Pending' })));
      expect(await setting.blink.repeatPayments.get({ type: 'variable', id: 273 }, 'GBP')).toMatchObject({
        status: 'Pending',
      });
      expect(setting.server.count(GET)).toBe(0);
    });

    it('is read again after a failure on the way', async () => {
      setting.server.on(GET, reset, json(503, {}), json(200, scheduleBody()));
      expect(await setting.blink.repeatPayments.get(FIXED_KEY, 'GBP', 'sweep')).toMatchObject({
        key: FIXED_KEY,
      });
    });

    it('is not found where Blink does not know it', async () => {
      setting.server.on(GET, json(404, { error: 'Invalid request' }));
      expect(await failureOf(setting.blink.repeatPayments.get(FIXED_KEY, 'GBP'))).toBeInstanceOf(
        ScheduleNotFound,
      );
    });

    it('may be there all the same when a proxy says that it is not', async () => {
      setting.server.on(GET, text(404, '<html>'));
      expect(await failureOf(setting.blink.repeatPayments.get(FIXED_KEY, 'GBP'))).toBeInstanceOf(
        BlinkUnreadable,
      );
    });

    it.each([0, -1, 1.5, Number.NaN])('is not asked for by the number %p', async (id) => {
      expect(await failureOf(setting.blink.repeatPayments.get({ type: 'fixed', id }, 'GBP'))).toBeInstanceOf(
        ScheduleNotFound,
      );
      expect(setting.server.seen).toEqual([]);
    });
  });

  describe('the list of all schedules', () => {
    const strangers = (from: number, count: number): object[] =>
      Array.from({ length: count }, (_, index) => ({ id: from + index, reference: 'gym', Currency: 7 }));
    const list = (data: unknown, totalResults: unknown, more: object = {}): Script =>
      json(200, { pageNumber: 1, pageSize: 50, totalResults, data, ...more });
    const read = (...references: readonly string[]) =>
      setting.blink.repeatPayments.findByReferences('fixed', references, 'GBP');
    /** Of a list that was read to its end. */
    const find = async (reference = REFERENCE) => {
      const { found, gap } = await read(reference);
      expect(gap).toBeNull();
      return found;
    };

    it('is read page by page until the reference is found and the end is reached', async () => {
      setting.server
        .on(page(1), list(strangers(1, 50), 101))
        .on(page(2), list([...strangers(51, 49), scheduleBody()], '101'))
        .on(page(3), list(strangers(300, 1), 101));
      expect(await find()).toMatchObject([
        { key: FIXED_KEY, reference: REFERENCE, instalments: [{}, {}, {}] },
      ]);
      expect(setting.server.seen.map(({ path }) => path).slice(1)).toHaveLength(3);
    });

    it('gives both of two with one reference', async () => {
      setting.server.on(page(1), list([scheduleBody(), scheduleBody({ id: '274' })], 2));
      expect((await find()).map(({ key }) => key.id)).toEqual([273, 274]);
    });

    it.each([
      ['none that is ours', strangers(1, 3), 3],
      ['nothing', [], 0],
      ['nothing, as PHP writes it', {}, 0],
      ['a reference that only begins like ours', [{ id: 1, reference: `${REFERENCE}x` }], 1],
    ])('has none when there is %s', async (_, data, total) => {
      setting.server.on(page(1), list(data, total));
      expect(await find()).toEqual([]);
    });

    it('has none without a reference, whatever has none itself', async () => {
      setting.server.on(
        page(1),
        list([scheduleBody({ reference: '' }), scheduleBody({ id: 1, reference: 'N/A' })], 2),
      );
      expect(await find('')).toEqual([]);
    });

    it('counts what moved to the next page while it was read once', async () => {
      setting.server
        .on(page(1), list(strangers(1, 50), 99))
        .on(page(2), list([...strangers(50, 1), ...strangers(51, 49)], 100))
        .on(page(3), list([scheduleBody()], 100));
      expect(await find()).toHaveLength(1);
    });

    it('ends with a short page where Blink does not say how many there are', async () => {
      setting.server
        .on(page(1), list(strangers(1, 50), undefined))
        .on(page(2), list([scheduleBody()], undefined));
      expect(await find()).toHaveLength(1);
      expect(setting.server.count(page(2))).toBe(1);
    });

    it('goes by Blink’s own page size', async () => {
      setting.server
        .on(page(1), list(strangers(1, 20), undefined, { pageSize: 20 }))
        .on(page(2), list([scheduleBody()], undefined, { pageSize: '20' }));
      expect(await find()).toHaveLength(1);
    });

    it.each<[string, Script, Script]>([
      ['has no data', json(200, { totalResults: 1 }), json(200, {})],
      ['has a text for its data', list('none', 1), list('none', 1)],
    ])('is none when it %s', async (_, first, second) => {
      setting.server.on(page(1), first).on(page(2), second);
      expect(await failureOf(find())).toBeInstanceOf(BlinkUnreadable);
    });

    it.each<[string, Script, Script, number]>([
      ['ends before it should', list(strangers(1, 50), 120), list([], 120), 0],
      ['repeats its first page', list(strangers(1, 50), 120), list(strangers(1, 50), 120), 0],
      ['ends before it should, with one of ours', list([scheduleBody()], 120), list([], 120), 1],
      ['has ours without a number', list([scheduleBody({ id: null })], 1), list([], 1), 0],
      [
        'has ours as another type',
        list([scheduleBody({ payment_type: 'variable_schedule' })], 1),
        list([], 1),
        0,
      ],
    ])('may have more than it shows when it %s', async (_, first, second, count) => {
      setting.server.on(page(1), first).on(page(2), second);
      const { found, gap } = await read(REFERENCE);
      expect(found).toHaveLength(count);
      expect(gap).toEqual(expect.any(String));
    });

    it('shows every other one where one of them cannot be read', async () => {
      const other = 'rp_0123456789abcdef.an0ther-n0nce';
      setting.server.on(
        page(1),
        list([null, 7, 'x', {}, scheduleBody({ id: null, reference: other }), scheduleBody()], 6),
      );
      const { found, gap } = await read(REFERENCE, other);
      expect(found).toMatchObject([{ key: FIXED_KEY, instalments: [{}, {}, {}] }]);
      expect(gap).toBe('data');
    });

    it('has ours as it was recorded, without a currency', async () => {
      setting.server.on(page(1), list([scheduleBody({ currency: undefined })], 1));
      expect(await find()).toMatchObject([
        { currency: null, instalments: [{ amount: { minor: 900, currency: 'GBP' } }, {}, {}] },
      ]);
    });

    it('is not read for ever', async () => {
      for (let number = 1; number <= 201; number += 1)
        setting.server.on(page(number), list(strangers(number * 50, 50), 1_000_000));
      expect(await read(REFERENCE)).toEqual({ found: [], gap: 'a list without an end' });
      expect(setting.server.count(page(200))).toBe(1);
      expect(setting.server.count(page(201))).toBe(0);
    });

    it('says nothing when one page cannot be had', async () => {
      setting.server.on(page(1), list(strangers(1, 50), 51)).on(page(2), json(503, {}));
      expect(await failureOf(find())).toBeInstanceOf(BlinkUnavailable);
    });

    it('may be longer than other answers: schedules keep all the payments they ever had', async () => {
      const long = scheduleBody({ customer_name: 'x'.repeat(1_500_000) });
      setting.server.on(page(1), list([long], 1)).on(GET, json(200, long));
      expect(await find()).toHaveLength(1);
      expect(await failureOf(setting.blink.repeatPayments.get(FIXED_KEY, 'GBP'))).toBeInstanceOf(BlinkError);
    });

    it('is asked for with its type', async () => {
      setting.server.on(
        'GET /repeat-payments?payment_type=variable_schedule&page=1',
        list([variableBody()], 1),
      );
      expect(
        await setting.blink.repeatPayments.findByReferences('variable', [REFERENCE], 'GBP', 'sweep'),
      ).toMatchObject({ found: [{ key: VARIABLE_KEY }], gap: null });
    });
  });
});
