/** @jest-environment ./test/support/pglite-environment.cjs */
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { rigDefaults } from '../support/rig';

/** What is true of the product in memory is true of it on PostgreSQL: the same tests, with everything kept there. */
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
    '../checkout/card-journey.test',
    '../notifications/notifications.test',
    '../merchant-api/orders.test',
    '../merchant-api/idempotency.test',
    '../repeat-payments/pages/agreeing.test',
    '../repeat-payments/pages/running.test',
  ])('%s', (file) => {
    jest.requireActual(file);
  });
});
