import { PostgresOrderStore } from '../../src/orders/postgres-store';
import { describeWithPostgres, EmptyDatabases } from '../support/postgres';
import { storeContract } from './store-contract';

jest.setTimeout(60_000); // some tests need many databases, and a small machine makes few a second

describeWithPostgres('on a PostgreSQL server', () => {
  const databases = new EmptyDatabases();
  afterEach(() => databases.giveBack());
  afterAll(() => databases.drop());

  storeContract('PostgresOrderStore', async () => new PostgresOrderStore(await databases.take()));
});
