/** @jest-environment ./test/support/pglite-environment.cjs */
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { rigDefaults } from '../support/rig';

/** What reaches the shop and the customer when it waits in memory reaches them when it waits in the database. */
describe('on PostgreSQL', () => {
  let place: OrderDatabase;
  beforeAll(async () => {
    place = await createOrderDatabase();
    rigDefaults.database = async () => {
      await place.empty();
      return place.database;
    };
  });
  afterAll(async () => {
    rigDefaults.database = null;
    await place.drop();
  });

  describe.each([
    '../merchant-events/merchant-events.test',
    '../letters/letters.test',
    '../letters/failed-payments.test',
  ])('%s', (file) => {
    jest.requireActual(file);
  });
});
