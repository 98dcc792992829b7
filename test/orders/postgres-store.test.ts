import { PostgresOrderStore } from '../../src/orders/postgres-store';
import { describeWithPostgres, EmptyDatabases } from '../support/postgres';
import { storeContract } from './store-contract';

describeWithPostgres('on a PostgreSQL server', () => {
  const databases = new EmptyDatabases();
  afterEach(() => databases.giveBack());
  afterAll(() => databases.drop());

  storeContract('PostgresOrderStore', async () => new PostgresOrderStore(await databases.take()));
});
