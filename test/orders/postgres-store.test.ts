/** @jest-environment ./test/support/pglite-environment.cjs */
import { PostgresIdempotencyStore } from '../../src/api/idempotency/postgres-store';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { idempotencyContract } from './idempotency-contract';
import { storeContract } from './store-contract';

describe('in PostgreSQL', () => {
  let place: OrderDatabase;
  beforeAll(async () => void (place = await createOrderDatabase()));
  afterAll(() => place.drop());

  /** The one before it is done with whenever a test asks for another. */
  const emptied = async () => {
    await place.empty();
    return place.database;
  };

  storeContract('PostgresOrderStore', async () => new PostgresOrderStore(await emptied()));
  idempotencyContract('PostgresIdempotencyStore', async () => new PostgresIdempotencyStore(await emptied()));
});
