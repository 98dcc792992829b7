import { startRig, type Rig, type RigOptions } from '../support/rig';

let rig: Rig;
const start = async (options: RigOptions = {}) => {
  rig = await startRig(options);
};
afterEach(() => rig.stop());

const FIRST = {
  terminal_id: 'T650M-451-962-212',
  serial_number: '451-962-212',
  state: 'CONNECTED',
  last_connected_at: '2025-03-26T13:06:25.052Z',
  last_active_at: null,
  last_connected_pos: null,
  device_software_version: '5.339.8',
};
const SECOND_ID = 'T650M-451-962-213';

const list = () => rig.api('GET', '/terminals');
const get = (id: string) => rig.api('GET', `/terminals/${encodeURIComponent(id)}`);
const askedOfBlink = () =>
  rig.sandbox.calls({ path: 'card-present' }).map(({ method, path }) => `${method} ${path}`);
const CARD_PRESENT = { path: 'card-present' };

describe('the terminals', () => {
  beforeEach(() => start());

  it('are listed as Blink shows them, null where it gives nothing', async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: [FIRST, { terminal_id: SECOND_ID, state: 'DISCONNECTED' }] });
    expect(body).toMatchObject({ next_cursor: null });
    expect(body.data[1].last_connected_at).toBeNull();
    expect(askedOfBlink()).toEqual(['GET /v1/card-present/terminals']);
  });

  it('are an empty list when there are none', async () => {
    rig.sandbox.set({ terminalsConnected: false });
    expect(await list()).toMatchObject({ status: 200, body: { data: [], next_cursor: null } });
  });

  it('are found at the older address where the newer one is not found', async () => {
    rig.sandbox.breakNext({ path: '/terminals' }, { kind: 'html', status: 404 });
    expect(await list()).toMatchObject({ status: 200, body: { data: [FIRST, {}] } });
    expect(askedOfBlink()).toEqual(['GET /v1/card-present/terminals', 'GET /v1/card-present/devices']);
  });

  it('are read one by one, by their id or their serial number', async () => {
    for (const id of [FIRST.terminal_id, FIRST.serial_number])
      expect(await get(id)).toMatchObject({ status: 200, body: FIRST });
    expect(askedOfBlink()).toEqual([
      'GET /v1/card-present/terminals/T650M-451-962-212',
      'GET /v1/card-present/terminals/451-962-212',
    ]);
  });

  it('are asked for once by a page that shows them to many, and again five seconds later', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, list));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    await Promise.all(Array.from({ length: 5 }, () => get(FIRST.terminal_id)));
    await get(SECOND_ID);
    expect(askedOfBlink()).toHaveLength(3);

    rig.advance(5_000);
    rig.sandbox.set({ terminalsConnected: false });
    expect((await list()).body.data).toEqual([]);
    expect(askedOfBlink()).toHaveLength(4);
  });

  it('need the key of the API', async () => {
    const answer = await rig.api('GET', '/terminals', undefined, { authorization: 'Bearer wrong' });
    expect(answer).toMatchObject({ status: 401, body: { code: 'not_authenticated' } });
    expect(askedOfBlink()).toEqual([]);
  });

  it('take no parameters', async () => {
    const answer = await rig.api('GET', '/terminals?state=CONNECTED');
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'state' }] } });
  });
});

describe('the id of a terminal', () => {
  beforeEach(() => start());

  it.each(['x'.repeat(36), '£'.repeat(36), 'a/b', 'a\\b', 'a\nb', '%2e%2e/terminals'])(
    'is refused before Blink is asked when it is %j',
    async (id) => {
      expect(await get(id)).toMatchObject({
        status: 422,
        body: {
          code: 'invalid_input',
          errors: [{ field: 'device_id', message: expect.any(String) as string }],
        },
      });
      expect(askedOfBlink()).toEqual([]);
    },
  );

  it('may have 35 characters', async () => {
    await get('£'.repeat(35));
    expect(askedOfBlink()).toEqual([`GET /v1/card-present/terminals/${'%C2%A3'.repeat(35)}`]);
  });

  it('that Blink does not know is what Blink says it is', async () => {
    expect(await get('unknown')).toMatchObject({ status: 502, body: { code: 'acquirer_token_not_found' } });
    const body = { result: 'FAILURE', message: 'Devices request failed', errors: { device_id: 'unknown' } };
    rig.sandbox.breakNext({ ...CARD_PRESENT, times: 2 }, { kind: 'status', status: 404, body });
    expect(await get('nobody')).toMatchObject({ status: 404, body: { code: 'terminal_not_found' } });
  });
});

describe('what Blink answers wrongly', () => {
  beforeEach(() => start());

  it('as the documented 500 that is not JSON is a failure of its own, and is over when it is over', async () => {
    rig.sandbox.set({ terminalsBroken: true });
    expect(await list()).toMatchObject({ status: 503, body: { code: 'card_present_failed' } });
    expect(await get(FIRST.terminal_id)).toMatchObject({
      status: 503,
      body: { code: 'card_present_failed' },
    });
    const asked = askedOfBlink().length;
    expect(asked).toBe(6); // each is read again, twice

    await list();
    expect(askedOfBlink()).toHaveLength(asked); // a failure is kept, too

    rig.sandbox.set({ terminalsBroken: false });
    rig.advance(5_000);
    expect((await list()).status).toBe(200);
  });

  it('once is not noticed: it is read again', async () => {
    rig.sandbox.breakNext(CARD_PRESENT, { kind: 'reset-before' });
    expect((await list()).status).toBe(200);
  });

  it.each([{ kind: 'truncated' }, { kind: 'wrong-types' }] as const)(
    'as $kind is unreadable, and no terminal',
    async (fault) => {
      rig.sandbox.breakNext({ ...CARD_PRESENT, times: 2 }, fault);
      expect(await list()).toMatchObject({ status: 502, body: { code: 'blink_unreadable' } });
      expect(await get(FIRST.terminal_id)).toMatchObject({ status: 502, body: { code: 'blink_unreadable' } });
    },
  );

  it('as too many requests is passed on with when to come again', async () => {
    const busy = { kind: 'status', status: 429, headers: { 'retry-after': '30' } } as const;
    rig.sandbox.breakNext(CARD_PRESENT, busy);
    const { status, body, headers } = await list();
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'blink_unavailable', '30']);
  });
});

describe('keys', () => {
  it('that Blink does not take are a problem that names their settings and not their values', async () => {
    await start({ env: { BLINK_POS_API_SECRET: 'a-secret-that-is-wrong' } });
    const { status, body } = await list();
    expect([status, body.code]).toEqual([502, 'card_present_keys_refused']);
    expect(body.detail).toContain('BLINK_POS_API_SECRET');
    expect(JSON.stringify(body) + rig.log.text()).not.toContain('a-secret-that-is-wrong');
  });

  it('are in no line of the log, and what was asked is', async () => {
    await start();
    await list();
    await get(FIRST.terminal_id);
    expect(rig.log.lines().map(({ resource }) => resource)).toContain('GET terminals');
    expect(rig.log.text()).not.toContain('sandbox-pos');
    expect(rig.log.text()).not.toContain(Buffer.from('sandbox-pos').toString('base64'));
  });

  it('that are not set turn the part off, and it says so', async () => {
    await start({ env: { BLINK_POS_API_KEY: '', BLINK_POS_API_SECRET: '' } });
    for (const answer of [await list(), await get(FIRST.terminal_id)]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'terminals_off' } });
      expect(answer.body.detail).toContain('BLINK_POS_API_KEY');
    }
    expect(askedOfBlink()).toEqual([]);
    expect((await rig.api('GET', '/orders')).status).toBe(200);
  });
});
