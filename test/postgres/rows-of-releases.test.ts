import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool, type PoolClient } from 'pg';
import { z } from 'zod';
import type { Database } from '../../src/postgres/database';
import { migrate } from '../../src/postgres/migrations';
import { openDatabase } from '../../src/postgres/open-database';
import { SILENT } from '../support/order-database';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';
import { startRig, type Rig } from '../support/rig';
import { FRICTIONLESS, payByCard } from '../support/shopper';

const MIGRATIONS = path.join(__dirname, '../../migrations');
const RELEASES = ['0.1.0', '0.2.0', '0.2.1', '0.3.0'];

/** What `rows-of-releases/write.mjs` wrote down. */
const written = z.object({
  release: z.string(),
  at: z.iso.datetime(),
  rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  answers: z.record(z.string(), z.record(z.string(), z.unknown())),
});
type Written = z.infer<typeof written>;

it('there are rows of every release before this one', async () => {
  const changelog = await readFile(path.join(__dirname, '../../CHANGELOG.md'), 'utf8');
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(path.join(__dirname, '../../package.json'), 'utf8')));
  const releases = [...changelog.matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, release = '']) => release);
  expect(releases).toContain(version);
  expect(RELEASES).toEqual(expect.arrayContaining(releases.filter((release) => release !== version)));
});

for (const release of RELEASES)
  describeOnPostgres(`what release ${release} kept`, () => {
    let place: TestDatabase;
    let database: Database;
    let rig: Rig;
    let kept: Written;
    beforeAll(async () => {
      kept = await writtenBy(release);
      place = await createDatabase();
      await keep(kept, place.url);
      database = await openDatabase({ url: place.url, migrate: true }, SILENT);
      rig = await startRig({ database, now: new Date(kept.at), firstBlinkId: 1_000 });
    });
    afterAll(async () => {
      await rig.stop();
      await database.close();
      await place.drop();
    });

    it('says today what it said then', async () => {
      expect(Object.keys(kept.answers).length).toBeGreaterThan(70);
      for (const [address, then] of Object.entries(kept.answers)) {
        const { status, body } = await rig.api('GET', address);
        expect({ address, status, ...body }).toMatchObject({ address, status: 200, ...withoutOrigin(then) });
      }
    });

    it('can be paid today', async () => {
      for (const reference of ['open', 'several ways', 'kept answer']) {
        const { body } = await rig.api('GET', `/orders?reference=${encodeURIComponent(reference)}`);
        await payByCard(
          rig,
          body.data[0].checkout_url.replace('http://127.0.0.1:4782', rig.origin),
          FRICTIONLESS,
        );
        await rig.settle();
        expect(await rig.api('GET', `/orders/${body.data[0].id}`)).toMatchObject({
          body: { reference, status: 'paid' },
        });
      }
    });
  });

async function writtenBy(release: string): Promise<Written> {
  const file = path.join(__dirname, 'rows-of-releases', `${release}.json`);
  return written.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** A database as that release would leave it: its own schema, and its rows. */
async function keep({ rows }: Written, url: string): Promise<void> {
  const pool = new Pool({ connectionString: url });
  const folder = await mkdtemp(path.join(tmpdir(), 'rows-of-a-release-'));
  try {
    const known = (rows['schema_migrations'] ?? []).map(({ name }) => `${String(name)}.sql`);
    for (const file of await readdir(MIGRATIONS))
      if (known.includes(file)) await cp(path.join(MIGRATIONS, file), path.join(folder, file));
    expect(await migrate(pool, folder)).toHaveLength(known.length);
    await fill(pool, rows);
  } finally {
    await pool.end();
    await rm(folder, { recursive: true });
  }
}

async function fill(pool: Pool, rows: Written['rows']): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SET session_replication_role = replica'); // the rules were kept when the rows were written
    for (const [table, each] of Object.entries(rows)) await insert(client, table, each);
  } finally {
    client.release(true);
  }
}

async function insert(client: PoolClient, table: string, rows: Written['rows'][string]): Promise<void> {
  await client.query(`DELETE FROM "${table}"`);
  const columns = Object.keys(rows[0] ?? {})
    .map((name) => `"${name}"`)
    .join(', ');
  if (columns === '') return;
  await client.query(
    `INSERT INTO "${table}" (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1)`,
    [JSON.stringify(rows)],
  );
}

/** Where the pages are is this server's, not that one's. */
function withoutOrigin({ checkout_url: _, ...answer }: Record<string, unknown>): Record<string, unknown> {
  return answer;
}
