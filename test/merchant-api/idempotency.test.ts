import { request } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DAY, HOUR, MINUTE, type Timers } from '../../src/kernel/clock';
import { MemoryIdempotencyStore } from '../../src/api/idempotency/memory-store';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { VersionConflict } from '../../src/orders/store/store';
import { StoreFull } from '../../src/ledger/memory-store';
import { API_KEY, startRig, type Rig, type RigOptions } from '../support/rig';
import { call, wrapped, type RawAnswer } from './support/call';

const ORDER = { reference: 'T-1', amount: 1099, currency: 'GBP', metadata: { a: '1', b: '2' } };

let rig: Rig;
afterEach(() => rig.stop());
const start = async (options: RigOptions = {}) => void (rig = await startRig(options));

const post = (key: string, body: unknown = ORDER, path = '/api/v1/orders'): Promise<RawAnswer> =>
  call(rig, 'POST', path, { body, headers: { 'idempotency-key': key } });
const orders = async () => (await rig.api('GET', '/orders')).body.data as { readonly id: string }[];
const codeOf = ({ text }: RawAnswer) => (JSON.parse(text) as { code: string }).code;
const isReplayed = ({ headers }: RawAnswer) => headers.get('idempotency-replayed') === 'true';

/** Pauses are over as soon as they begin. */
const impatient: Timers = { after: (_, act) => void setImmediate(act) };

describe('a POST with an Idempotency-Key', () => {
  beforeEach(() => start());

  it('is carried out once when it comes 25 times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => post('k')));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(isReplayed)).toHaveLength(24);
    expect(await orders()).toHaveLength(1);
  });

  it('is answered to the byte as it was, even when the order has changed since', async () => {
    const first = await post('k');
    const [order] = await orders();
    await rig.api('POST', `/orders/${order?.id}/cancel`);
    rig.advance(DAY - 1);
    const again = await post('k');

    expect(again.text).toBe(first.text);
    for (const name of ['content-type', 'location']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(isReplayed(first)).toBe(false);
    expect(isReplayed(again)).toBe(true);
  });

  it('is the same request however its JSON is written', async () => {
    const first = await post('k');
    const again = await post(
      'k',
      '{ "metadata": {"b":"2","a":"1"}, "currency": "GBP",\n "reference":"T-1", "amount":1099 }',
    );
    expect(again.text).toBe(first.text);
    expect(await orders()).toHaveLength(1);
  });

  it.each([
    ['another amount', { ...ORDER, amount: 1100 }],
    ['one more field', { ...ORDER, description: 'Mugs' }],
    ['another entry in a map', { ...ORDER, metadata: { a: '1', b: '3' } }],
  ])('is refused with %s: its key stands for the first request', async (_, body) => {
    await post('k');
    const other = await post('k', body);
    expect(other.status).toBe(409);
    expect(codeOf(other)).toBe('idempotency_key_reused');
    expect(await orders()).toHaveLength(1);
  });

  it('is refused at another address', async () => {
    await post('k');
    const [order] = await orders();
    const other = await post('k', {}, `/api/v1/orders/${order?.id}/cancel`);
    expect([other.status, codeOf(other)]).toEqual([409, 'idempotency_key_reused']);
    expect(await orders()).toMatchObject([{ status: 'open' }]);
  });

  it('is refused for another order at the same kind of address', async () => {
    await post('a');
    await post('b');
    const [one, two] = await orders();
    await post('k', {}, `/api/v1/orders/${one?.id}/cancel`);
    const other = await post('k', {}, `/api/v1/orders/${two?.id}/cancel`);
    expect([other.status, codeOf(other)]).toEqual([409, 'idempotency_key_reused']);
  });

  it('is another request with another key', async () => {
    await post('a');
    await post('b');
    expect(await orders()).toHaveLength(2);
  });

  it('gets a refusal that was decided again, to the byte', async () => {
    const path = '/api/v1/orders/ord_none/cancel';
    const first = await post('k', {}, path);
    const again = await post('k', {}, path);
    expect(first.status).toBe(404);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(isReplayed(again)).toBe(true);
  });

  it('uses no key up when its input cannot be read', async () => {
    expect((await post('k', { ...ORDER, amount: 0 })).status).toBe(422);
    expect((await post('k', '{"reference":')).status).toBe(400);
    expect((await post('k')).status).toBe(201);
  });

  it('is new again when its key has been forgotten', async () => {
    await post('k');
    rig.advance(DAY + HOUR);
    await post('k');
    expect(await orders()).toHaveLength(2);
  });

  it.each([
    ['empty', ''],
    ['longer than 255 characters', 'k'.repeat(256)],
    ['not ASCII', 'sch\u00fcssel'],
  ])('is refused when its key is %s', async (_, key) => {
    const answer = await post(key);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('"field":"Idempotency-Key"');
    expect(await orders()).toHaveLength(0);
  });

  it('takes a key of 255 characters, spaces and signs', async () => {
    expect((await post(`~ !${'k'.repeat(252)}`)).status).toBe(201);
  });

  it('is refused with two keys', async () => {
    expect(await statusWithKeys(['one', 'two'])).toBe(422);
    expect(await orders()).toHaveLength(0);
  });
});

describe('a repetition while the first try is under way', () => {
  let letGo: () => void;
  let claims: number;
  const startHeldUp = ({ isPatient }: { readonly isPatient: boolean }) => {
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const store = new MemoryOrderStore();
    const orders = wrapped(store, { append: async (...given) => (await gate, store.append(...given)) });
    const keys = new MemoryIdempotencyStore();
    claims = 0;
    const idempotency = wrapped(keys, { claim: (asked) => (claims++, keys.claim(asked)) });
    return start({ replace: (clock) => ({ orders, idempotency, timers: isPatient ? clock : impatient }) });
  };

  it('waits for it and gets its answer', async () => {
    await startHeldUp({ isPatient: true });
    const first = post('k');
    const second = post('k');
    while (claims < 2) await nextTurn();
    letGo();
    expect((await second).text).toBe((await first).text);
    expect(await orders()).toHaveLength(1);
  });

  it('is told to come again when that takes long', async () => {
    await startHeldUp({ isPatient: false });
    const first = post('k');
    const second = post('k');
    const refused = await Promise.race([first, second]);
    expect([refused.status, codeOf(refused)]).toEqual([409, 'idempotency_key_in_use']);
    expect(refused.headers.get('retry-after')).toBe('5');

    letGo();
    const made = (await Promise.all([first, second])).find(({ status }) => status === 201);
    expect((await post('k')).text).toBe(made?.text);
    expect(await orders()).toHaveLength(1);
  });
});

describe('a try that ends badly', () => {
  it('is repeated when nothing was done', async () => {
    const store = new MemoryOrderStore();
    let isBroken = true;
    const broken = wrapped(store, {
      append: (...given) => (isBroken ? Promise.reject(new Error('disk full')) : store.append(...given)),
    });
    await start({ replace: () => ({ orders: broken }) });

    expect((await post('k')).status).toBe(500);
    isBroken = false;
    const again = await post('k');
    expect([again.status, isReplayed(again)]).toEqual([201, false]);
    expect(codeOf(await post('k', { ...ORDER, amount: 5 }))).toBe('idempotency_key_reused');
  });

  it.each([
    ['there was no room for now', new StoreFull(1), 503],
    ['others were faster for now', new VersionConflict(), 409],
  ])('is repeated when %s', async (_, refusal, status) => {
    const store = new MemoryOrderStore();
    let isRefused = true;
    const refusing = wrapped(store, {
      append: (...given) => (isRefused ? Promise.reject(refusal) : store.append(...given)),
    });
    await start({ replace: () => ({ orders: refusing }) });

    expect((await post('k')).status).toBe(status);
    isRefused = false;
    const again = await post('k');
    expect([again.status, isReplayed(again)]).toEqual([201, false]);
  });

  it('makes one order when it is repeated, although the first try had written it', async () => {
    const store = new MemoryOrderStore();
    let isBroken = true;
    const broken = wrapped(store, {
      append: async (...given) => {
        const order = await store.append(...given);
        if (isBroken) throw new Error('connection lost');
        return order;
      },
    });
    await start({ replace: () => ({ orders: broken }) });

    expect((await post('k')).status).toBe(500);
    isBroken = false;
    const again = await post('k');
    expect(again.status).toBe(201);
    expect(await orders()).toEqual([JSON.parse(again.text)]);
  });

  it('neither locks the key for ever nor makes another order when its process is gone', async () => {
    const store = new MemoryIdempotencyStore();
    const lost = wrapped(store, { keep: () => Promise.resolve(), release: () => Promise.resolve() });
    await start({ replace: () => ({ idempotency: lost, timers: impatient }) });

    const first = await post('k');
    const soon = await post('k');
    expect([soon.status, codeOf(soon)]).toEqual([409, 'idempotency_key_in_use']);

    rig.advance(2 * MINUTE);
    const later = await post('k');
    expect(JSON.parse(later.text)).toEqual(JSON.parse(first.text));
    expect(await orders()).toHaveLength(1);
  });
});

describe('rotating API keys', () => {
  const NEXT_KEY = 'next-shop-key-0123456789-0123456789';
  beforeEach(() => start({ env: { MERCHANT_API_KEYS: `${NEXT_KEY},${API_KEY}` } }));

  it('does not carry a request out again that comes back with the next key', async () => {
    const first = await post('k');
    const again = await call(rig, 'POST', '/api/v1/orders', {
      key: NEXT_KEY,
      body: ORDER,
      headers: { 'idempotency-key': 'k' },
    });
    expect(again.text).toBe(first.text);
    expect(await orders()).toHaveLength(1);
  });
});

describe('calls that are no POST', () => {
  beforeEach(() => start());

  it('take no notice of a key', async () => {
    await post('k');
    const [order] = await orders();
    const path = `/api/v1/orders/${order?.id}`;
    const headers = { 'idempotency-key': 'k' };
    expect((await call(rig, 'GET', path, { headers })).status).toBe(200);
    const amended = await call(rig, 'PATCH', path, { headers, body: { amount: 500 } });
    expect([amended.status, isReplayed(amended)]).toEqual([200, false]);
  });
});

/** `fetch` would join two headers of one name into one. */
function statusWithKeys(keys: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${rig.origin}/api/v1/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${API_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': [...keys],
      },
    });
    sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    sent.end(JSON.stringify(ORDER));
  });
}
