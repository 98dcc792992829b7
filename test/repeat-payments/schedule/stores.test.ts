/** @jest-environment ./test/support/pglite-environment.cjs */
import { MemoryFeed } from '../../../src/ledger/memory-feed';
import type { ShopEvent } from '../../../src/orders/domain/events';
import { MemoryOrderStore } from '../../../src/orders/store/memory-store';
import { PostgresOrderStore } from '../../../src/orders/store/postgres-store';
import { MemoryRepeatPaymentStore } from '../../../src/repeat-payments/store/memory-store';
import { PostgresRepeatPaymentStore } from '../../../src/repeat-payments/store/postgres-store';
import { TRANSITIONS } from '../../../src/repeat-payments/domain/transitions';
import { createOrderDatabase, type OrderDatabase } from '../../support/order-database';
import { creation, entriesAfter, setupOf, shown } from './made';
import { storeContract } from './store-contract';

storeContract('MemoryRepeatPaymentStore', () => {
  const feed = new MemoryFeed<ShopEvent>();
  return { store: new MemoryRepeatPaymentStore(feed), orders: new MemoryOrderStore(undefined, feed) };
});

describe('a memory store with room for two', () => {
  it('drops one that is over, and never one that is not', async () => {
    const store = new MemoryRepeatPaymentStore(new MemoryFeed<ShopEvent>(), 2);
    const create = () => store.append(null, entriesAfter(null, [creation()]));
    const [over, open] = [await create(), await create()];
    await expect(create()).rejects.toMatchObject({ code: 'store_full' });
    await store.append(over, entriesAfter(over, [{ type: 'repeat_payment_cancelled' }]));
    await create();
    expect(await store.find(over.id)).toBeNull();
    expect(await store.find(open.id)).not.toBeNull();
  });
});

describe('in PostgreSQL', () => {
  let place: OrderDatabase;
  beforeAll(async () => void (place = await createOrderDatabase()));
  afterAll(() => place.drop());

  const emptied = async () => {
    await place.empty();
    return {
      store: new PostgresRepeatPaymentStore(place.database),
      orders: new PostgresOrderStore(place.database),
    };
  };
  storeContract('PostgresRepeatPaymentStore', emptied);

  it('knows the same transitions as the code', async () => {
    const rows = await place.sql('SELECT from_status, to_status FROM setup_transitions');
    const pairs = Object.entries(TRANSITIONS).flatMap(([from, all]) => all.map((to) => `${from} ${to}`));
    expect(rows.map((row) => `${String(row['from_status'])} ${String(row['to_status'])}`).sort()).toEqual(
      pairs.sort(),
    );
  });

  describe('the rules behind the application', () => {
    let id: string;
    beforeAll(async () => {
      const { store } = await emptied();
      const setup = setupOf('set_rules');
      const made = await store.append(null, entriesAfter(null, [creation({ id: 'rp_rules' })]));
      const changes = [setup.opened(), setup.claimed(), setup.started(273), shown(1, { status: 'paid' })];
      ({ id } = await store.append(made, entriesAfter(made, changes)));
    });

    const body = (path: string, value: string) =>
      `UPDATE repeat_payments SET version = version, body = jsonb_set(body, '${path}', '${value}') WHERE id = 'rp_rules'`;
    const told = (path: string, value: string) =>
      `INSERT INTO repeat_payment_history VALUES ('rp_rules', 6, now(), 'system', NULL, '{}');
       UPDATE repeat_payments SET version = 6, body = jsonb_set(body, '${path}', '${value}') WHERE id = 'rp_rules'`;
    it.each([
      ['a history that is rewritten', "UPDATE repeat_payment_history SET moved_by = 'nobody'", 'append_only'],
      ['a history that is shortened', 'DELETE FROM repeat_payment_history', 'append_only'],
      ['a schedule that is let go', 'DELETE FROM schedule_uses', 'append_only'],
      ['a schedule of somebody else', "INSERT INTO schedule_uses VALUES ('fixed', 273, 'rp_other')", 'schedule_uses_pkey'],
      ['a change without a line', body('{reference}', '"X"'), 'repeat_payments_have_versions'],
      ['a payment that is forgotten', told('{payments}', '[]'), 'shown_payments_stay'],
      ['another schedule in its place', told('{schedule,key,id}', '999'), 'shown_payments_stay'],
      ['money below nothing', body('{payments,0,amount,minor}', '-1'), 'shown_amounts_are_money'],
      ['a setup moved behind the history', `UPDATE repeat_payment_setups SET body = jsonb_set(body, '{status}', '"ready"')`, 'setup_follows_history'],
      ['an illegal move', `INSERT INTO repeat_payment_history VALUES ('rp_rules', 9, now(), 'system', NULL, '{}', 'set_rules', 'ready')`, 'legal_setups'],
      ['an event about nothing', `INSERT INTO shop_events (position, id, sequence, type, created_at, data) VALUES (99, 'evt', 1, 't', now(), '{}')`, 'events_tell_of_one_thing'],
    ])('refuse %s', async (_, sql, rule) => {
      expect(id).toBe('rp_rules');
      expect(await place.ruleBrokenBy(sql)).toBe(rule);
    }); // prettier-ignore

    it('refuse a second live setup', async () => {
      const { store } = await emptied();
      const made = await store.append(null, entriesAfter(null, [creation()]));
      await expect(
        store.append(made, entriesAfter(made, [setupOf().opened(), setupOf().opened()])),
      ).rejects.toMatchObject({ rule: 'one_live_setup' });
    });
  });
});
