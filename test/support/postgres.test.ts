import { Client } from 'pg';
import { createDatabase, describeOnPostgres, type TestDatabase } from './postgres';

describeOnPostgres('a database for a test', () => {
  const databases: TestDatabase[] = [];
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  async function connected(): Promise<Client> {
    const database = await createDatabase();
    databases.push(database);
    const client = new Client({ connectionString: database.url });
    client.on('error', () => undefined); // dropping the database ends the connection
    await client.connect();
    return client;
  }

  it('is empty and nobody else’s', async () => {
    const [one, other] = [await connected(), await connected()];
    await one.query('CREATE TABLE only_here (id int)');
    await expect(other.query('SELECT * FROM only_here')).rejects.toMatchObject({ code: '42P01' });
    await Promise.all([one.end(), other.end()]);
  });
});
