/** @jest-environment ./test/support/pglite-environment.cjs */
import { PostgresNotices } from '../../src/notifications/postgres-notices';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { noticesContract } from './notices-contract';

let place: OrderDatabase;
beforeAll(async () => void (place = await createOrderDatabase()));
afterAll(() => place.drop());

noticesContract('PostgresNotices', async () => {
  await place.empty();
  return new PostgresNotices(place.database);
});
