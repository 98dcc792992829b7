/** @jest-environment ./test/support/pglite-environment.cjs */
import fc from 'fast-check';
import { DatabaseRefused } from '../../src/postgres/errors';
import { later } from '../../src/kernel/clock';
import type { Entry, OrderChange } from '../../src/orders/domain/history';
import type { Order } from '../../src/orders/domain/order';
import { outcomeOf } from '../support/outcomes';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { legalChanges } from '../support/legal-changes';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { entriesAfter, newOrder, NOW } from '../support/orders';
import { Subject } from './contract/subject';

describe('an order in PostgreSQL', () => {
  let place: OrderDatabase;
  let store: PostgresOrderStore;
  let subject: Subject;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    store = new PostgresOrderStore(place.database);
    subject = new Subject(store);
  });
  afterAll(() => place.drop());

  it('can live any life that the use cases allow, and is read back the same at every step', async () => {
    await fc.assert(
      fc.asyncProperty(
        lives,
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }),
        async (history, cuts) => {
          await place.empty();
          let written: Order | null = null;
          let done = 0;
          for (let turn = 0; done < history.length; turn++) {
            const entries = history.slice(done, done + (cuts[turn % cuts.length] ?? 1));
            written = await store.append(written, entries);
            done += entries.length;
            expect(await store.find(written.id)).toEqual(written);
          }
          const whole = outcomeOf(null, history);
          expect(written).toEqual(whole.order);
          expect(await store.history(whole.order.id)).toEqual(history);
          expect(await store.events(whole.order.id)).toEqual(whole.events);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps what the shop and the shopper typed even where PostgreSQL cannot hold every character', async () => {
    const order = await subject.create({ reference: 'a\0b', metadata: { note: '\ud83c' } });
    expect(await store.find(order.id)).toMatchObject({ reference: 'a\ufffdb', metadata: { note: '\ufffd' } });
    expect((await store.list({ limit: 10, reference: 'a\0b' })).items).toHaveLength(1);
    expect(await store.find('ord_\0')).toBeNull();
    expect(await store.findByToken('\0')).toBeNull();
    expect(await store.findTransaction('\ud83c')).toBeNull();
    expect(await store.history('\0')).toEqual([]);
    expect(await store.events('\0')).toEqual([]);
  });

  it('is written by one statement, whatever comes of it', async () => {
    const { order, go } = await subject.createWithAttempt();
    let statements = 0;
    const count = () => {
      statements += 1;
    };
    place.database.pool.on('acquire', count);
    await subject.append(order, go.claimed(), go.captured());
    place.database.pool.off('acquire', count);
    expect(statements).toBe(1);
  });

  it('says which rule was broken when the schema refuses what the domain would have allowed', async () => {
    const { order, go } = await subject.createWithAttempt();
    const pending = await subject.append(order, go.claimed(), go.pending());
    const { order: other } = await subject.createWithAttempt();
    const opened = other.attempts[0];
    await expect(
      subject.append(pending, {
        type: 'attempt_opened',
        attemptId: 'att_beside',
        method: 'card',
        nonce: 'nonce-beside',
        amount: order.amount,
        intent: { ...(opened?.intent ?? order.attempts[0]!.intent), id: 987_654_321 },
      }),
    ).rejects.toMatchObject({ name: DatabaseRefused.name, rule: 'one_live_attempt' });
    expect(await store.find(order.id)).toEqual(pending);
  });
});

/** Histories in which no attempt is opened or charged beside a live one: everything else that is legal happens sooner or later. */
const lives: fc.Arbitrary<readonly Entry[]> = fc.array(fc.nat(), { maxLength: 30 }).map((choices) => {
  const entries: Entry[] = [...entriesAfter(null, [{ type: 'order_created', order: newOrder() }])];
  let order = outcomeOf(null, entries).order;
  for (const choice of choices) {
    const possible = legalChanges(order).filter((change) => startsAlone(order, change));
    const next = possible[choice % possible.length];
    if (!next) continue;
    const entry = entriesAfter(order, [next], later(NOW, order.version * 30_000));
    entries.push(...entry);
    order = outcomeOf(order, entry).order;
  }
  return entries;
});

function startsAlone(order: Order, change: OrderChange): boolean {
  if (!['attempt_opened', 'charge_claimed', 'charge_withdrawn', 'challenge_received'].includes(change.type))
    return true;
  const others = order.attempts.filter(({ id }) => !('attemptId' in change) || id !== change.attemptId);
  return !others.some(({ status }) =>
    ['ready', 'charging', 'challenged', 'pending', 'unknown'].includes(status),
  );
}
