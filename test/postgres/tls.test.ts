import path from 'node:path';
import { migrateDatabase, openDatabase } from '../../src/postgres/open-database';
import { ChildServer } from '../support/child-server';
import { SILENT } from '../support/order-database';
import { describeWithTlsServer, startTlsServer, type TlsServer } from '../support/tls-server';

const MIGRATE = path.join(__dirname, '../../src/bin/migrate.ts');

describeWithTlsServer(
  'a PostgreSQL that speaks TLS only, with a certificate of an authority of our own',
  () => {
    let server: TlsServer;
    beforeAll(async () => void (server = await startTlsServer()));
    afterAll(() => server.stop());

    const address = (
      settings: Readonly<Record<string, string>>,
      change: (url: URL) => void = () => undefined,
    ) => {
      const url = new URL(server.url);
      for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, value);
      change(url);
      return url.href;
    };
    const verified = () => ({ sslmode: 'verify-full', sslrootcert: server.authority });
    const open = (url: string) => openDatabase({ url, migrate: true }, SILENT);

    it('is used when its authority is named', async () => {
      const database = await open(address(verified()));
      const { rows } = await database.pool.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
      expect(rows).toEqual([{ ssl: true }]);
      await database.close();
    });

    it('is used when its authority is known to the whole process', async () => {
      const env = {
        DATABASE_URL: address({ sslmode: 'verify-full' }),
        NODE_EXTRA_CA_CERTS: server.authority,
      };
      const migrating = new ChildServer(MIGRATE, env);
      expect(await migrating.exit).toBe(0);
    });

    it('is not believed when its authority is unknown', async () => {
      await expect(open(address({ sslmode: 'verify-full' }))).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/),
      });
    });

    it('is not believed under another name than that of its certificate', async () => {
      const other = address(verified(), (url) => (url.hostname = '127.0.0.1'));
      await expect(open(other)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    });

    it('is not spoken to in clear, since it listens to nobody who does', async () => {
      await expect(open(address({}))).rejects.toMatchObject({ code: '28000' });
    });

    it('lets the role of the server in by the password that `npm run migrate` gave it, and by no other', async () => {
      const role = { name: 'server-role', password: 'p@ss/w#rd-ü' };
      await migrateDatabase(address(verified()), SILENT, role);
      const as = (password: string) =>
        address(verified(), (url) => {
          url.username = role.name;
          url.password = encodeURIComponent(password);
        });
      const enter = (url: string) => openDatabase({ url, migrate: false }, SILENT);
      await (await enter(as(role.password))).close();
      await expect(enter(as('another'))).rejects.toMatchObject({ code: '28P01' });
      await migrateDatabase(address(verified()), SILENT, { ...role, password: 'another' });
      await (await enter(as('another'))).close();
    });
  },
);
