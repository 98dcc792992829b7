import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { openDatabase, SettingDropped } from '../../src/postgres/open-database';
import { queuesOf } from '../../src/server/deliveries';
import { startRig } from '../support/rig';
import { SILENT } from '../support/order-database';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';

jest.setTimeout(60_000); // a small machine under load

/** Events must never be written by a process that delivers them without what is to be delivered of them. */
describeOnPostgres('the connections of a process that delivers events', () => {
  let place: TestDatabase;
  beforeAll(async () => {
    place = await createDatabase();
    await (await openDatabase({ url: place.url, migrate: true }, SILENT)).close();
  });
  afterAll(() => place.drop());

  const open = (url: string, queues: readonly string[]) =>
    openDatabase({ url, migrate: false, queues }, SILENT);
  async function settingsOf(url: string, queues: readonly string[]): Promise<unknown> {
    const database = await open(url, queues);
    const { rows } = await database.pool.query<object>(
      "SELECT current_setting('checkout.outbox', true) AS outbox, current_setting('search_path') AS search_path",
    );
    await database.close();
    return rows[0];
  }

  it('are for the queues that the configuration has somebody for', async () => {
    const rig = await startRig();
    const { config } = rig.dependencies;
    await rig.stop();
    const mail = { server: 'smtp://127.0.0.1', from: 'shop@example.com' };
    const merchantEvents = { url: 'https://shop.example', secrets: ['whsec_'] } as const;
    expect(queuesOf(config)).toEqual([]);
    expect(queuesOf({ ...config, merchantEvents })).toEqual(['shop']);
    expect(queuesOf({ ...config, merchantEvents, mail })).toEqual(['shop', 'customer']);
  });

  it('say into which queues events go', async () => {
    expect(await settingsOf(place.url, ['shop', 'customer'])).toMatchObject({ outbox: 'shop,customer' });
    expect(await settingsOf(place.url, [])).toMatchObject({ outbox: null });
  });

  it('keep the options that the address has', async () => {
    const url = `${place.url}?options=${encodeURIComponent('-c search_path=public')}`;
    expect(await settingsOf(url, ['shop'])).toEqual({ outbox: 'shop', search_path: 'public' });
    expect(await settingsOf(url, [])).toMatchObject({ search_path: 'public' });
  });

  it('are refused when something on the way drops what they say', async () => {
    const { url, server } = await poolerThatDropsOptions(place.url);
    await expect(open(url, ['shop'])).rejects.toBeInstanceOf(SettingDropped);
    await (await open(url, [])).close();
    server.close();
  });

  it('are refused when the address says something else', async () => {
    const url = `${place.url}?options=${encodeURIComponent('-c checkout.outbox=shop')}`;
    await expect(open(url, [])).rejects.toBeInstanceOf(SettingDropped);
  });
});

/** Passes everything on but the option, which it gives another name of the same length. */
async function poolerThatDropsOptions(
  databaseUrl: string,
): Promise<{ readonly url: string; readonly server: Server }> {
  const target = new URL(databaseUrl);
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.on('data', (chunk) => {
      upstream.write(
        Buffer.from(chunk.toString('latin1').replace('-c checkout.outbox', '-c whatever.outbox'), 'latin1'),
      );
    });
    upstream.pipe(client);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, server };
}
