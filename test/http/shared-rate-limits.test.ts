/** @jest-environment ./test/support/pglite-environment.cjs */
import type { RateLimit } from '../../src/web/rate-limits';
import { rateLimitsIn } from '../../src/web/shared-rate-limits';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { describeOnPostgres } from '../support/postgres';
import { APP_SECRET } from '../support/rig';
import { until } from '../support/until';

const CARD = { name: 'card', requests: 3, seconds: 3_600 };
const ADA = '192.0.2.1';

describe('a limit in PostgreSQL', () => {
  let place: OrderDatabase;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(() => place.empty());
  afterAll(() => place.drop());

  /** Each has what a process has of its own. */
  const limit = (options = CARD) => rateLimitsIn(place.database, APP_SECRET)(options);
  async function take(from: RateLimit, times: number, key = ADA): Promise<readonly boolean[]> {
    const taken: boolean[] = [];
    for (let count = 0; count < times; count++) taken.push((await from.take(key)).isAllowed);
    return taken;
  }

  it('is one for all processes, and says how much is left', async () => {
    const [one, other] = [limit(), limit()];
    expect(await one.take(ADA)).toEqual({ isAllowed: true, remaining: 2, resetSeconds: 3_600 });
    expect(await other.take(ADA)).toMatchObject({ isAllowed: true, remaining: 1 });
    expect(await take(one, 2)).toEqual([true, false]);
    expect(await other.take(ADA)).toMatchObject({ isAllowed: false, remaining: 0 });
  });

  it('lets no more through when all ask at once', async () => {
    const processes = [limit(), limit(), limit(), limit()];
    const all = await Promise.all(processes.flatMap((each) => [each.take(ADA), each.take(ADA)]));
    expect(all.filter(({ isAllowed }) => isAllowed)).toHaveLength(3);
  });

  it('counts each caller alone, and apart from another limit', async () => {
    const one = limit();
    expect(await take(one, 4)).toEqual([true, true, true, false]);
    expect(await take(one, 1, '192.0.2.2')).toEqual([true]);
    expect(await take(limit({ ...CARD, name: 'looks' }), 1)).toEqual([true]);
  });

  it('keeps no address of a caller', async () => {
    await limit().take(ADA);
    const rows = await place.sql('SELECT * FROM rate_limits');
    expect(rows).toEqual([
      { key: expect.stringMatching(/^card:[\w-]{43}$/), points: 1, expire: expect.any(String) },
    ]);
    expect(JSON.stringify(rows)).not.toContain(ADA);
  });

  it('goes on in each process when the database cannot be asked, and together again afterwards', async () => {
    const [one, other] = [limit(), limit()];
    await place.sql('ALTER TABLE rate_limits RENAME TO elsewhere');
    expect(await take(one, 4)).toEqual([true, true, true, false]);
    expect(await take(other, 4)).toEqual([true, true, true, false]);
    await place.sql('ALTER TABLE elsewhere RENAME TO rate_limits');
    expect(await take(one, 2)).toEqual([true, true]);
    expect(await take(other, 2)).toEqual([true, false]);
  });

  it('takes back what was given back, for all processes', async () => {
    const [one, other] = [limit(), limit()];
    expect(await take(one, 3)).toEqual([true, true, true]);
    await other.giveBack(ADA);
    expect(await take(one, 2)).toEqual([true, false]);
  });

  it('keeps so many callers and no more: the oldest windows go, of this limit alone', async () => {
    await take(limit({ ...CARD, name: 'looks' }), 1);
    const few = rateLimitsIn(place.database, APP_SECRET, 3)(CARD);
    for (let caller = 1; caller <= 9; caller += 1) await few.take(`192.0.2.${caller}`);
    const keys = async () => (await place.sql('SELECT key FROM rate_limits')).map(({ key }) => String(key));
    const isTrimmed = async () => (await keys()).filter((key) => key.startsWith('card:')).length <= 4; // the last one may come after it
    await until(isTrimmed, 'the oldest to go');
    expect((await keys()).filter((key) => key.startsWith('looks:'))).toHaveLength(1);
    expect(await few.take('192.0.2.1')).toMatchObject({ remaining: 2 });
  });

  describeOnPostgres('when the database does not answer', () => {
    it('goes on in each process, sooner than the database gives up', async () => {
      const holder = await place.database.pool.connect();
      await holder.query('BEGIN; LOCK TABLE rate_limits');
      const givesUp = place.database.pool.query('SELECT FROM rate_limits').catch(() => 'given up');
      const first = await Promise.race([limit().take(ADA), givesUp]);
      expect(first).toMatchObject({ isAllowed: true, remaining: 2 });
      await holder.query('ROLLBACK');
      await givesUp;
      holder.release();
    });
  });
});
