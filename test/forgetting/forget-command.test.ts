import path from 'node:path';
import { openDatabase } from '../../src/orders/open-database';
import { PostgresOrderStore } from '../../src/orders/postgres-store';
import { Subject } from '../orders/contract/subject';
import { ChildServer } from '../support/child-server';
import { SILENT } from '../support/order-database';
import { SHOPPER } from '../support/orders';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';

const FORGET = path.join(__dirname, '../../src/forget.ts');

jest.setTimeout(60_000); // a process of its own takes its time to start

describeOnPostgres('npm run forget', () => {
  let place: TestDatabase;
  let orderId: string;
  beforeAll(async () => {
    place = await createDatabase();
    const database = await openDatabase({ url: place.url, migrate: true }, SILENT);
    const subject = new Subject(new PostgresOrderStore(database)); // whose clock stands at a day long gone
    orderId = (await subject.append(await subject.create(), { type: 'order_cancelled' })).id;
    await database.close();
  });
  afterAll(() => place.drop());

  async function nameInDatabase(): Promise<string | null | undefined> {
    const database = await openDatabase({ url: place.url, migrate: false }, SILENT);
    const order = await new PostgresOrderStore(database).find(orderId);
    await database.close();
    return order?.customer.name;
  }
  async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = new ChildServer(FORGET, { DATABASE_URL: place.url, ...env }, __dirname, args);
    const code = await child.exit;
    return { code, said: child.lines.map(({ msg, count }) => [msg, count]), stderr: child.stderr };
  }

  it('says with --dry-run what it would do, with the database and no keys', async () => {
    expect(await run(['--dry-run'], { FORGET_AFTER_DAYS: '1' })).toEqual({
      code: 0,
      said: [
        ['personal data of this order would be erased', undefined],
        ['personal data of orders would be erased', 1],
        ['notifications kept as evidence would be deleted', 0],
        ['answers kept under idempotency keys would be deleted', 0],
      ],
      stderr: '',
    });
    expect(await nameInDatabase()).toBe(SHOPPER.name);
  });

  it.each([['--dryrun'], ['--dry-run=no'], ['now']])('refuses %s and does nothing', async (argument) => {
    const { code, said, stderr } = await run([argument], { FORGET_AFTER_DAYS: '1' });
    expect([code, said, stderr]).toEqual([1, [], 'Usage: npm run forget [-- --dry-run]\n']);
    expect(await nameInDatabase()).toBe(SHOPPER.name);
  });

  it.each([
    [{ FORGET_AFTER_DAYS: '0' }, 'FORGET_AFTER_DAYS must be a whole number from 1 to 36500'],
    [{ FORGET_AFTER_DAYS: 'soon' }, 'FORGET_AFTER_DAYS must be a whole number from 1 to 36500'],
    [{ DATABASE_URL: '' }, 'DATABASE_URL is missing'],
  ])('refuses %j and does nothing', async (env, reason) => {
    const { code, said, stderr } = await run([], env);
    expect([code, said]).toEqual([1, []]);
    expect(stderr).toContain(reason);
    expect(await nameInDatabase()).toBe(SHOPPER.name);
  });

  it('fails loudly when it cannot, and never prints an address', async () => {
    const { code, said, stderr } = await run([], { DATABASE_URL: 'postgres://user:canary@127.0.0.1:1/none' });
    expect([code, said]).toEqual([1, [['personal data could not be erased', undefined]]]);
    expect(stderr).not.toContain('canary');
  });

  it('erases', async () => {
    expect(await run([], { FORGET_AFTER_DAYS: '1' })).toMatchObject({
      code: 0,
      said: [
        ['personal data of orders was erased', 1],
        ['notifications kept as evidence were deleted', 0],
        ['answers kept under idempotency keys were deleted', 0],
      ],
    });
    expect(await nameInDatabase()).toBeNull();
  });
});
