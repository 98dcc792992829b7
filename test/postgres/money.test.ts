/** @jest-environment ./test/support/pglite-environment.cjs */
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { rigDefaults } from '../support/rig';

/** Money that is taken, given back and taken away leaves nothing that the rules of the database refuse. */
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
    '../merchant-api/captures.test',
    '../merchant-api/refunds.test',
    '../payments/surplus.test',
    '../payments/reversals.test',
    '../payments/reservation-races.test',
  ])('%s', (file) => {
    jest.requireActual(file);
  });
});
