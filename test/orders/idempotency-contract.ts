import { DAY, later, MINUTE } from '../../src/kernel/clock';
import type { IdempotencyStore, IdempotentTry, KeptAnswer } from '../../src/api/idempotency/store';
import { NOW } from '../support/orders';

const ANSWER: KeptAnswer = {
  status: 201,
  contentType: 'application/json',
  location: '/api/v1/orders/ord_1',
  body: '{"id":"ord_1","name":"Zoë \\u0000 🐦"}',
};

const KEY = { holder: 'merchant', key: 'checkout 17' };

function tried(overrides: Partial<IdempotentTry> = {}): IdempotentTry {
  return { ...KEY, fingerprint: 'POST /orders 1', ticket: 'ticket-1', now: NOW, ...overrides };
}

/** What every store of idempotency keys must do. */
export function idempotencyContract(
  name: string,
  makeStore: () => IdempotencyStore | Promise<IdempotencyStore>,
): void {
  describe(`${name} as a store of idempotency keys`, () => {
    let store: IdempotencyStore;
    beforeEach(async () => void (store = await makeStore()));

    it('lets the first try carry the request out, under its own ticket', async () => {
      expect(await store.claim(tried())).toEqual({ kind: 'first', ticket: 'ticket-1' });
    });

    it('tells every other one that it is being carried out, however many come at once', async () => {
      const claims = await Promise.all(
        Array.from({ length: 25 }, (_, index) => store.claim(tried({ ticket: `ticket-${index}` }))),
      );
      expect(claims.filter(({ kind }) => kind === 'first')).toHaveLength(1);
      expect(claims.filter(({ kind }) => kind === 'running')).toHaveLength(24);
    });

    it('gives the kept answer back to the byte', async () => {
      await store.claim(tried());
      await store.keep(KEY, ANSWER);
      expect(await store.claim(tried({ ticket: 'ticket-2' }))).toEqual({ kind: 'answered', answer: ANSWER });
    });

    it('keeps an answer without a location', async () => {
      const answer = { ...ANSWER, status: 409, location: null };
      await store.claim(tried());
      await store.keep(KEY, answer);
      expect(await store.claim(tried())).toEqual({ kind: 'answered', answer });
    });

    it('never changes an answer that is kept', async () => {
      await store.claim(tried());
      await store.keep(KEY, ANSWER);
      await store.keep(KEY, { ...ANSWER, body: 'another' });
      await store.release(KEY);
      expect(await store.claim(tried())).toEqual({ kind: 'answered', answer: ANSWER });
    });

    it.each(['while it is carried out', 'when it is answered', 'when it was given up'])(
      'never lets a key stand for another request, %s',
      async (when) => {
        await store.claim(tried());
        if (when === 'when it is answered') await store.keep(KEY, ANSWER);
        if (when === 'when it was given up') await store.release(KEY);
        expect(await store.claim(tried({ fingerprint: 'POST /orders 2' }))).toEqual({
          kind: 'other_request',
        });
      },
    );

    it('lets the same request be tried again under the first ticket when nothing was decided', async () => {
      await store.claim(tried());
      await store.release(KEY);
      expect(await store.claim(tried({ ticket: 'ticket-2' }))).toEqual({ kind: 'first', ticket: 'ticket-1' });
      expect(await store.claim(tried({ ticket: 'ticket-3' }))).toEqual({ kind: 'running' });
    });

    it('lets it be tried again under the first ticket when whoever carried it out is gone', async () => {
      await store.claim(tried());
      const nearly = later(NOW, 2 * MINUTE - 1);
      expect(await store.claim(tried({ now: nearly }))).toEqual({ kind: 'running' });
      const gone = later(NOW, 2 * MINUTE);
      expect(await store.claim(tried({ ticket: 'ticket-2', now: gone }))).toEqual({
        kind: 'first',
        ticket: 'ticket-1',
      });
      expect(await store.claim(tried({ now: gone }))).toEqual({ kind: 'running' });
    });

    it('keeps the keys of two holders apart', async () => {
      await store.claim(tried());
      await store.keep(KEY, ANSWER);
      const others = tried({ holder: 'another', ticket: 'ticket-2' });
      expect(await store.claim(others)).toEqual({ kind: 'first', ticket: 'ticket-2' });
    });

    it('keeps holders and keys apart however they are cut', async () => {
      await store.claim(tried({ holder: 'a', key: 'b c' }));
      expect(await store.claim(tried({ holder: 'a b', key: 'c' }))).toMatchObject({ kind: 'first' });
    });

    it('keeps an answer for a day', async () => {
      await store.claim(tried());
      await store.keep(KEY, ANSWER);
      expect(await store.claim(tried({ now: later(NOW, DAY - 1) }))).toMatchObject({ kind: 'answered' });
    });

    it('does nothing to a key that it does not know', async () => {
      await store.keep(KEY, ANSWER);
      await store.release(KEY);
      expect(await store.claim(tried())).toMatchObject({ kind: 'first' });
    });
  });
}
