import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { createCardPresent, type CardPresent } from '../../src/blink/card-present/card-present';
import type { CardPresentOptions } from '../../src/blink/card-present/reader';
import { InvalidInput } from '../../src/kernel/errors';
import { json, reset, ScriptedServer, silence, text, type Script } from './scripted-server';
import { failureOf, KeptLog, StillClock } from './setting';

const LIST = 'GET /v1/card-present/terminals';
const OLDER_LIST = 'GET /v1/card-present/devices';
const DEVICE = 'T650M-451-962-212';
const ONE = `GET /v1/card-present/terminals/${DEVICE}`;
const OLDER_ONE = `GET /v1/card-present/devices/${DEVICE}`;
const OLDEST_ONE = `POST /v1/card-present/devices/${DEVICE}`;
const KEYS = { apiKey: 'ca4b7d'.repeat(10), apiSecret: 'ca4b9e'.repeat(10) };
const BASIC = Buffer.from(`${KEYS.apiKey}:${KEYS.apiSecret}`).toString('base64');

const wire = {
  serial_number: '451-962-212',
  terminal_id: DEVICE,
  state: 'CONNECTED',
  last_connected_at: '2025-03-26T13:06:25.052Z',
  last_active_at: null,
  last_connected_pos: null,
  device_software_version: '5.339.8',
};
const terminal = {
  terminalId: DEVICE,
  serialNumber: '451-962-212',
  state: 'CONNECTED',
  lastConnectedAt: '2025-03-26T13:06:25.052Z',
  lastActiveAt: null,
  lastConnectedPos: null,
  softwareVersion: '5.339.8',
};
const listed = json(200, { terminals: [wire] });

let server: ScriptedServer;
let log: KeptLog;
let slept: number[];
let cardPresent: CardPresent;
beforeEach(async () => {
  server = await ScriptedServer.start();
  log = new KeptLog();
  slept = [];
  cardPresent = create();
});
afterEach(() => server.stop());

function create(options: Partial<CardPresentOptions> = {}): CardPresent {
  const sleep = (milliseconds: number): Promise<void> => {
    slept.push(milliseconds);
    return Promise.resolve();
  };
  const clock = new StillClock();
  return createCardPresent({
    apiUrl: server.origin,
    ...KEYS,
    clock,
    log,
    sleep,
    random: () => 0.5,
    ...options,
  });
}

function failure(errors: object): object {
  return { result: 'FAILURE', message: 'Devices request failed', errors };
}

describe('a question to the card-present API', () => {
  it('carries the keys as Basic, who we are, and the content type that is required of an empty body, too', async () => {
    server.on(LIST, listed);
    await cardPresent.list();
    const [asked] = server.requests(LIST);
    expect(asked?.headers).toMatchObject({
      authorization: `Basic ${BASIC}`,
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect(asked?.body).toBe('');
  });

  it('names us and our version, as package.json does', async () => {
    server.on(LIST, listed);
    await cardPresent.list();
    const file = readFileSync(path.join(__dirname, '..', '..', 'package.json'), 'utf8');
    const { name, version } = JSON.parse(file) as { name: string; version: string };
    expect(server.requests(LIST)[0]?.headers['user-agent']).toBe(`${name}/${version}`);
  });

  it('carries metadata in its body where there is some', async () => {
    server.on(LIST, listed).on(ONE, json(200, wire));
    await cardPresent.list({ till: '3' });
    await cardPresent.get(DEVICE, { till: '4' });
    expect(server.requests(LIST)[0]?.body).toBe('{"metadata":{"till":"3"}}');
    expect(server.requests(ONE)[0]?.body).toBe('{"metadata":{"till":"4"}}');
  });

  it('takes 1,024 characters of metadata as JSON, and refuses one more before Blink is asked', async () => {
    server.on(LIST, listed);
    const around = JSON.stringify({ a: '' }).length;
    await cardPresent.list({ a: 'x'.repeat(1_024 - around) });
    expect(server.seen).toHaveLength(1);

    const refused = await failureOf(cardPresent.list({ a: 'x'.repeat(1_025 - around) }));
    expect(refused).toBeInstanceOf(InvalidInput);
    expect(refused).toMatchObject({ fields: [{ field: 'metadata' }] });
    expect(server.seen).toHaveLength(1);
  });

  it('leaves one line in the log, and nothing of the keys anywhere', async () => {
    server.on(LIST, json(403, failure({ Authorisation: `${KEYS.apiKey} or ${KEYS.apiSecret} is wrong` })));
    const refused = await failureOf(cardPresent.list());
    expect(log.lines).toMatchObject([{ data: { resource: 'GET terminals', status: 403 } }]);
    for (const secret of [KEYS.apiKey, KEYS.apiSecret, BASIC])
      expect(log.text + inspect(refused, { depth: null, showHidden: true })).not.toContain(secret);
  });

  it('goes by https, or by http on loopback', () => {
    expect(() => create({ apiUrl: 'http://blink.example' })).toThrow(RangeError);
    expect(() => create({ apiUrl: 'https://blink.example' })).not.toThrow();
  });

  it('follows no redirect with the keys', async () => {
    server.on(LIST, text(302, '', { Location: `${server.origin}/elsewhere` }));
    expect(await failureOf(cardPresent.list())).toMatchObject({ code: 'blink_unreadable' });
    expect(server.seen).toHaveLength(1);
  });
});

describe('the list of terminals', () => {
  it('is read with what is null left null', async () => {
    server.on(LIST, listed);
    expect(await cardPresent.list()).toEqual([terminal]);
  });

  it.each([
    ['bare', []],
    ['wrapped', { terminals: [] }],
  ])('may be empty, %s', async (_, body) => {
    server.on(LIST, json(200, body));
    expect(await cardPresent.list()).toEqual([]);
  });

  it('takes a new word for a state as it is, and what is absent for null', async () => {
    server.on(LIST, json(200, { terminals: [{ terminal_id: 'T1', state: 'UPDATING' }] }));
    expect(await cardPresent.list()).toEqual([
      {
        terminalId: 'T1',
        state: 'UPDATING',
        serialNumber: null,
        lastConnectedAt: null,
        lastActiveAt: null,
        lastConnectedPos: null,
        softwareVersion: null,
      },
    ]);
  });

  it('knows the till by both of its documented names', async () => {
    const other = { terminal_id: 'T2', last_connected_pos_location: 'POS-25' };
    server.on(LIST, json(200, { terminals: [{ ...wire, last_connected_pos: 'POS-24' }, other] }));
    const tills = (await cardPresent.list()).map(({ lastConnectedPos }) => lastConnectedPos);
    expect(tills).toEqual(['POS-24', 'POS-25']);
  });

  it.each([
    ['in JSON', json(404, { message: 'Not Found' })],
    ['in HTML', text(404, '<h1>Not Found</h1>')],
  ])('is asked for at its older address where the newer one is not found, %s', async (_, notFound) => {
    server.on(LIST, notFound).on(OLDER_LIST, listed);
    expect(await cardPresent.list({ till: '3' })).toEqual([terminal]);
    expect(server.requests(OLDER_LIST)[0]?.body).toBe('{"metadata":{"till":"3"}}');
  });

  it('is asked for nowhere else when the newer address fails in another way', async () => {
    server.on(LIST, json(403, failure({ Authorisation: 'wrong' }))).on(OLDER_LIST, listed);
    await failureOf(cardPresent.list());
    expect(server.count(OLDER_LIST)).toBe(0);
  });

  it('is a failure when it is at neither address', async () => {
    server.on(LIST, text(404, '')).on(OLDER_LIST, text(404, ''));
    expect(await failureOf(cardPresent.list())).toMatchObject({ code: 'blink_unreadable' });
  });

  it.each([
    ['no list', { terminals: 'none' }],
    ['a list of something else', { terminals: [{ name: 'till' }] }],
    ['no terminals', {}],
    ['numbers for texts', { terminals: [{ ...wire, state: 1 }] }],
    ['a failure that comes as a success', failure({ Authorisation: 'wrong' })],
  ])('is unreadable when it is %s', async (_, body) => {
    server.on(LIST, json(200, body));
    expect(await failureOf(cardPresent.list())).toMatchObject({ code: 'blink_unreadable', status: 502 });
  });
});

describe('one terminal', () => {
  it('is read, not wrapped', async () => {
    server.on(ONE, json(200, wire));
    expect(await cardPresent.get(DEVICE)).toEqual(terminal);
  });

  it.each(['', 'x'.repeat(36), '.', '..', 'a/b', '..\\b', 'a\nb', 'a\0b', '\ud800'])(
    'is refused before Blink is asked under the id %j',
    async (id) => {
      const refused = await failureOf(cardPresent.get(id));
      expect(refused).toBeInstanceOf(InvalidInput);
      expect(refused).toMatchObject({ fields: [{ field: 'device_id' }] });
      expect(server.seen).toHaveLength(0);
    },
  );

  it.each([
    ['x', 'x'],
    ['x'.repeat(35), 'x'.repeat(35)],
    ['£'.repeat(35), '%C2%A3'.repeat(35)],
    ['a?b#c%2e d', 'a%3Fb%23c%252e%20d'],
    ['...', '...'],
  ])('is asked for under the id %j as one part of the address', async (id, part) => {
    server.on(`GET /v1/card-present/terminals/${part}`, json(200, wire));
    expect(await cardPresent.get(id)).toEqual(terminal);
  });

  it('is not found when Blink says so itself, not when a proxy does', async () => {
    const none = json(404, failure({ device_id: 'not found' }));
    const proxys = text(404, '<h1>Not Found</h1>');
    server.on(ONE, none, proxys).on(OLDER_ONE, none, proxys);
    expect(await failureOf(cardPresent.get(DEVICE))).toMatchObject({
      code: 'terminal_not_found',
      status: 404,
    });
    expect(await failureOf(cardPresent.get(DEVICE))).toMatchObject({ code: 'blink_unreadable' });
  });

  it.each<[string, readonly [Script, Script, Script], readonly [number, number, number]]>([
    ['by its newest address', [json(200, wire), json(500, {}), json(500, {})], [2, 0, 0]],
    ['by the older one', [json(404, {}), json(200, wire), json(500, {})], [1, 2, 0]],
    [
      'by the older one, where the newest takes no GET',
      [json(405, {}), json(200, wire), json(500, {})],
      [1, 2, 0],
    ],
    ['by the oldest, a POST', [text(404, '<h1>'), json(405, {}), json(200, wire)], [1, 1, 2]],
  ])('is asked for %s, and from then on there', async (_, [newest, older, oldest], counts) => {
    server.on(ONE, newest).on(OLDER_ONE, older).on(OLDEST_ONE, oldest);
    expect(await cardPresent.get(DEVICE)).toEqual(terminal);
    expect(await cardPresent.get(DEVICE)).toEqual(terminal);
    expect([ONE, OLDER_ONE, OLDEST_ONE].map((route) => server.count(route))).toEqual(counts);
    for (const { body } of server.requests(OLDEST_ONE)) expect(body).toBe('{}');
  });

  it('is not asked for by POST where Blink says that there is none', async () => {
    const none = json(404, failure({ terminal_id: 'not found' }));
    server.on(ONE, none).on(OLDER_ONE, none).on(OLDEST_ONE, json(200, wire));
    expect(await failureOf(cardPresent.get(DEVICE))).toMatchObject({ code: 'terminal_not_found' });
    expect(server.count(OLDEST_ONE)).toBe(0);
  });

  it('is unreadable when it is a list', async () => {
    server.on(ONE, json(200, [wire]));
    expect(await failureOf(cardPresent.get(DEVICE))).toMatchObject({ code: 'blink_unreadable' });
  });
});

const NO_JSON = '{"result":"FAILURE","message":"Devices request failed","errors":{"Internal server error"}}';

const FAILURES: readonly (readonly [string, number, Script])[] = [
  ['card_present_authorisation_missing', 502, json(400, failure({ Authorisation: 'missing' }))],
  ['acquirer_token_not_found', 502, json(401, failure({ acquirer_token: 'acquirer_token was not found' }))],
  [
    'acquirer_token_invalid',
    502,
    json(401, failure({ acquirer_token: 'acquirer_token provided is invalid' })),
  ],
  ['acquirer_token_not_found', 502, json(401, failure({ acquirer_token: ['?'] }))],
  ['card_present_authorisation_malformed', 502, json(401, failure({ Authorisation: 'malformed' }))],
  ['card_present_authorisation_malformed', 502, json(401, failure({ Authorization: 'malformed' }))],
  ['card_present_keys_refused', 502, json(403, failure({ Authorisation: 'wrong' }))],
  ['device_id_refused', 422, json(422, failure({ device_id: 'too long' }))],
  ['card_present_failed', 503, text(500, NO_JSON, { 'Content-Type': 'application/json' })],
  ['card_present_failed', 503, json(500, failure({ error: 'Internal server error' }))],
  ['blink_refused', 502, json(400, failure({ metadata: 'no' }))],
  ['blink_refused', 502, json(401, failure({ other: 'no' }))],
  ['blink_refused', 502, text(403, '<h1>Forbidden</h1>')],
  ['blink_refused', 502, json(403, { errors: ['Authorisation'] })],
  ['blink_refused', 502, json(422, { errors: 'device_id' })],
  ['blink_unavailable', 503, json(429, {}, { 'Retry-After': '60' })],
  ['blink_unavailable', 503, text(502, '<h1>Bad Gateway</h1>')],
];

describe('a failure', () => {
  it.each(FAILURES)('is %s for programs, with %d, by what Blink answered', async (code, status, script) => {
    server.on(LIST, script).on(ONE, script);
    for (const asked of [cardPresent.list(), cardPresent.get(DEVICE)])
      expect(await failureOf(asked)).toMatchObject({ code, status });
  });

  it.each(['device_id', 'terminal_id'])(
    'names the id when that is what Blink does not take: %s',
    async (name) => {
      server.on(ONE, json(422, failure({ [name]: 'too long' })));
      expect(await failureOf(cardPresent.get(DEVICE))).toMatchObject({ fields: [{ field: 'device_id' }] });
    },
  );

  it.each([
    ['of Blink', text(500, NO_JSON)],
    ['of a proxy', text(503, '')],
    ['of the connection', reset],
  ])('%s is read again, twice at most', async (_, script) => {
    server.on(LIST, script, script, listed);
    expect(await cardPresent.list()).toEqual([terminal]);
    server.on(LIST, script);
    await failureOf(cardPresent.list());
    expect(server.count(LIST)).toBe(6);
    expect(slept).toEqual([125, 250, 125, 250]);
  });

  it('that is an answer is not asked for again', async () => {
    server.on(LIST, json(403, failure({ Authorisation: 'wrong' })));
    await failureOf(cardPresent.list());
    expect(server.count(LIST)).toBe(1);
  });

  it('is what a silent Blink ends in', async () => {
    server.on(LIST, silence);
    const impatient = create({ deadlineMs: 50 });
    expect(await failureOf(impatient.list())).toMatchObject({ code: 'blink_unavailable', status: 503 });
  });

  it('of one kind keeps the next question waiting as long as Blink asked for', async () => {
    server.on(LIST, json(429, {}, { 'Retry-After': '60' }));
    await failureOf(cardPresent.list());
    expect(await failureOf(cardPresent.list())).toMatchObject({ retryAfterMs: 60_000 });
    expect(server.count(LIST)).toBe(1);
  });
});
