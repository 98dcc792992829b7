import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { noticesContract } from './notices-contract';
import { PostgresNotificationStore } from '../../src/notifications/postgres-store';

let place: OrderDatabase;
beforeAll(async () => void (place = await createOrderDatabase()));
afterAll(() => place.drop());

noticesContract('PostgresNotices', async () => {
  await place.empty();
  return new PostgresNotificationStore(place.database);
});
