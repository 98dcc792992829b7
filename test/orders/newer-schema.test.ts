/** @jest-environment ./test/support/pglite-environment.cjs */
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { PostgresDeliveries } from '../../src/delivery/postgres-deliveries';
import { createOrderDatabase, type OrderDatabase, SILENT } from '../support/order-database';
import { NOW } from '../support/orders';
import { Subject } from './contract/subject';

describe('a process whose database the next release has migrated meanwhile', () => {
  let place: OrderDatabase;
  beforeAll(async () => void (place = await createOrderDatabase()));
  afterAll(() => place.drop());

  it("goes on reading and delivering the shop's events when their table has a column more", async () => {
    const subject = new Subject(new PostgresOrderStore(place.database));
    const { store } = subject;
    const { id } = await subject.createPaid();
    const deliveries = new PostgresDeliveries(place.database, 'shop', SILENT);
    await deliveries.add(await store.events(id), NOW);
    const read = async () => {
      const { items } = await store.feed(null, 10);
      return [
        items,
        await store.events(id),
        [await store.event(items.at(-1)?.id ?? '')],
        await store.eventsBetween(new Date(0), new Date('2100-01-01'), 10),
        (await deliveries.claimDue(NOW, 10, 0)).map(({ event }) => event),
      ];
    };
    const before = await read();
    for (const events of before) expect(events.at(-1)).toMatchObject({ type: 'order.paid', orderId: id });
    await place.sql('ALTER TABLE shop_events ADD COLUMN of_a_later_release text');
    expect(await read()).toEqual(before);
  });
});
