import { BlinkNotAsked } from '../../src/blink/errors';
import type { ScheduleOperationAnswer } from '../../src/blink/schedules/repeat-payment';
import type { Script } from './scripted-server';
import { json, reset, silence, text } from './scripted-server';
import { FIXED_KEY, scheduleBody, VARIABLE_KEY } from './schedule-setting';
import type { Setting } from './setting';
import { CARD_TOKEN, failureOf, startSetting } from './setting';

const RECURRING_ID = 1431;
const DONE = { success: true, message: 'Done' };

interface Case {
  readonly name: 'cancelAll' | 'cancelOne' | 'refundOne' | 'retryOne' | 'updateCard';
  readonly route: string;
  readonly body: object;
}

const type = { payment_type: 'fixed_schedule' };
const CASES: readonly Case[] = [
  { name: 'cancelAll', route: 'DELETE /repeat-payments/273', body: type },
  { name: 'cancelOne', route: 'DELETE /repeat-payments/273', body: { ...type, recurring_id: RECURRING_ID } },
  {
    name: 'refundOne',
    route: 'DELETE /repeat-payments/cancel/273',
    body: { ...type, recurring_id: RECURRING_ID, reccuring_id: RECURRING_ID },
  },
  {
    name: 'retryOne',
    route: 'POST /repeat-payments/retry/273',
    body: { ...type, recurring_id: RECURRING_ID },
  },
  {
    name: 'updateCard',
    route: 'POST /repeat-payments/card/273',
    body: { ...type, paymentToken: CARD_TOKEN },
  },
];

describe('a call about a schedule', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting({ deadlines: { chargeMs: 300 } })));
  afterEach(() => setting.server.stop());

  const call = (
    name: Case['name'],
    key = FIXED_KEY as typeof FIXED_KEY | typeof VARIABLE_KEY,
  ): Promise<ScheduleOperationAnswer> => {
    const calls = setting.blink.repeatPayments;
    if (name === 'cancelAll') return calls.cancelAll(key);
    return name === 'updateCard' ? calls.updateCard(key, CARD_TOKEN) : calls[name](key, RECURRING_ID);
  };

  it.each(CASES)('$name is sent as Blink reads it, with its body', async ({ name, route, body }) => {
    setting.server.on(route, json(200, DONE));
    expect(await call(name)).toEqual({ kind: 'done' });
    const [seen] = setting.server.requests(route);
    expect(JSON.parse(seen!.body)).toEqual(body);
    expect(seen!.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(JSON.stringify(body).length),
    });
  });

  it.each(CASES)(
    '$name says in its body which of the two counts the number belongs to',
    async ({ name, route }) => {
      const variable = route.replace('273', '127');
      setting.server.on(variable, json(200, DONE));
      await call(name, VARIABLE_KEY);
      expect(JSON.parse(setting.server.requests(variable)[0]!.body)).toMatchObject({
        payment_type: 'variable_schedule',
      });
    },
  );

  it.each(CASES)(
    '$name puts nothing into the address that would end a schedule without a body',
    async ({ name }) => {
      await call(name);
      expect(setting.server.seen.every(({ path }) => !path.includes('?'))).toBe(true);
    },
  );

  const unclear: readonly (readonly [string, Script, string])[] = [
    ['a lost connection', reset, 'connection_lost'],
    ['silence', silence, 'timeout'],
    ['a broken Blink', text(503, '<html>'), 'status_503'],
    ['a refused token', json(401, { error: 'Unauthorised request' }), 'status_401'],
    ['the rate limit', json(429, { message: 'Too Many Attempts.' }, { 'Retry-After': '1' }), 'status_429'],
    ['a conflict', json(409, { success: false, message: 'x' }), 'status_409'],
    ['a page', text(200, '<html>'), 'not_json'],
    ['half an answer', text(200, '{"success":tr'), 'not_json'],
    ['nothing', json(200, {}), 'unrecognised'],
    ['a success with an error', json(200, { ...DONE, error: 'x' }), 'contradiction'],
    [
      'the schedule itself, whatever its status',
      json(200, scheduleBody({ status: 'Completed' })),
      'unrecognised',
    ],
    ['the schedule itself, still waiting', json(200, scheduleBody({ status: 'Pending' })), 'unrecognised'],
  ];
  const everyUnclear = CASES.flatMap(({ name, route }) =>
    unclear.map((each) => [name, ...each, route] as const),
  );

  it.each(everyUnclear)('%s is sent once and unknown after %s', async (name, _, script, cause, route) => {
    setting.server.on(route, script);
    expect(await call(name)).toEqual({ kind: 'unknown', cause });
    expect(setting.server.count(route)).toBe(1);
  });

  it.each(CASES)('$name is refused where Blink says so', async ({ name, route }) => {
    setting.server.on(
      route,
      json(200, { success: false, message: 'Not possible' }),
      json(400, { success: false, message: 'Not possible' }),
      json(404, { error: 'Not possible' }),
      json(422, { message: 'Not possible', data: { recurring_id: ['Not possible'] } }),
    );
    for (let each = 0; each < 4; each += 1)
      expect(await call(name)).toEqual({ kind: 'refused', reason: 'Not possible' });
  });

  it('takes a bank’s decline from a 500 for a retry, which asks the bank, and for nothing else', async () => {
    for (const { route } of CASES) setting.server.on(route, json(500, { error: 'Payment rejected' }));
    expect(await call('retryOne')).toEqual({ kind: 'refused', reason: 'Payment rejected' });
    for (const name of ['cancelAll', 'cancelOne', 'refundOne', 'updateCard'] as const)
      expect(await call(name)).toEqual({ kind: 'unknown', cause: 'status_500' });
  });

  it.each([Number.NaN, 0, -1, 1.5, Number.POSITIVE_INFINITY, 2 ** 53])(
    'about one payment is not made for the number %p, which could end the whole schedule',
    async (recurringId) => {
      const calls = setting.blink.repeatPayments;
      for (const name of ['cancelOne', 'refundOne', 'retryOne'] as const)
        expect(await failureOf(calls[name](FIXED_KEY, recurringId))).toBeInstanceOf(BlinkNotAsked);
      expect(setting.server.seen).toEqual([]);
    },
  );

  it.each([Number.NaN, 0, -1, 1.5])('is not made for a schedule numbered %p', async (id) => {
    const calls = setting.blink.repeatPayments;
    const key = { type: 'fixed', id } as const;
    for (const failing of [
      calls.cancelAll(key),
      calls.cancelOne(key, RECURRING_ID),
      calls.refundOne(key, RECURRING_ID),
      calls.retryOne(key, RECURRING_ID),
      calls.updateCard(key, CARD_TOKEN),
    ])
      expect(await failureOf(failing)).toBeInstanceOf(BlinkNotAsked);
    expect(setting.server.seen).toEqual([]);
  });

  it('changes no card for none', async () => {
    expect(await failureOf(setting.blink.repeatPayments.updateCard(FIXED_KEY, ''))).toBeInstanceOf(
      BlinkNotAsked,
    );
    expect(setting.server.seen).toEqual([]);
  });

  it.each(CASES)(
    '$name is not sent, for certain, when no token can be had or nobody listens',
    async ({ name, route }) => {
      setting.server.on('POST /tokens', json(503, {}));
      expect(await failureOf(call(name))).toBeInstanceOf(BlinkNotAsked);
      expect(setting.server.count(route)).toBe(0);
      await setting.server.stop();
      expect(await failureOf(call(name))).toBeInstanceOf(BlinkNotAsked);
      setting = await startSetting();
    },
  );

  it('ends a whole schedule by one function only', async () => {
    for (const { route } of CASES) setting.server.on(route, json(200, DONE));
    for (const { name } of CASES.filter((each) => each.name !== 'cancelAll')) await call(name);
    const deletes = setting.server.requests('DELETE /repeat-payments/273');
    expect(deletes).toHaveLength(1);
    expect(JSON.parse(deletes[0]!.body)).toHaveProperty('recurring_id', RECURRING_ID);
  });
});
