import { DAY, later, MINUTE } from '../../src/kernel/clock';
import { MemoryIdempotencyStore } from '../../src/api/idempotency/memory-store';
import { NOW } from '../support/orders';
import { idempotencyContract } from './idempotency-contract';

idempotencyContract('MemoryIdempotencyStore', () => new MemoryIdempotencyStore());

const tried = (key: string, now = NOW) => ({
  holder: 'merchant',
  key,
  fingerprint: 'f',
  ticket: `for ${key}`,
  now,
});
const answer = { status: 200, contentType: 'application/json', location: null, body: '0123456789' };

async function answered(store: MemoryIdempotencyStore, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await store.claim(tried(key));
    await store.keep({ holder: 'merchant', key }, answer);
  }
}

describe('the room that idempotency keys take in memory', () => {
  it('is given back after a day', async () => {
    const store = new MemoryIdempotencyStore();
    await answered(store, 'a');
    expect(await store.claim(tried('a', later(NOW, DAY)))).toMatchObject({ kind: 'first' });
  });

  it('is bounded in keys: the oldest go first', async () => {
    const store = new MemoryIdempotencyStore({ maxKeys: 3, maxText: 1_000 });
    await answered(store, 'a', 'b', 'c', 'd');
    expect(await store.claim(tried('b'))).toMatchObject({ kind: 'answered' });
    expect(await store.claim(tried('d'))).toMatchObject({ kind: 'answered' });
    expect(await store.claim(tried('a'))).toMatchObject({ kind: 'first' });
  });

  it('is bounded in text: the oldest go first', async () => {
    const store = new MemoryIdempotencyStore({ maxKeys: 100, maxText: 25 });
    await answered(store, 'a', 'b', 'c');
    expect(await store.claim(tried('d'))).toMatchObject({ kind: 'first' });
    expect(await store.claim(tried('c'))).toMatchObject({ kind: 'answered' });
    expect(await store.claim(tried('b'))).toMatchObject({ kind: 'answered' });
    expect(await store.claim(tried('a'))).toMatchObject({ kind: 'first' });
  });

  it('is never taken from a request that is being carried out', async () => {
    const store = new MemoryIdempotencyStore({ maxKeys: 2, maxText: 1_000 });
    await store.claim(tried('running'));
    await answered(store, 'a', 'b', 'c');
    expect(await store.claim(tried('running', later(NOW, MINUTE)))).toEqual({ kind: 'running' });
    expect(await store.claim(tried('a'))).toMatchObject({ kind: 'first' });
  });
});
