import path from 'node:path';
import { DAY, later } from '../../src/kernel/clock';
import type { Database } from '../../src/postgres/database';
import { openDatabase } from '../../src/postgres/open-database';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import type { Change, NewRepeatPayment } from '../../src/repeat-payments/domain/history';
import { PostgresRepeatPaymentStore } from '../../src/repeat-payments/store/postgres-store';
import { Subject } from '../orders/contract/subject';
import { FIXED } from '../repeat-payments/pages/made';
import { ChildServer } from '../support/child-server';
import { SILENT } from '../support/order-database';
import { NOW, SHOPPER } from '../support/orders';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';

const FORGET = path.join(__dirname, '../../src/bin/forget.ts');

describeOnPostgres('npm run forget', () => {
  let place: TestDatabase;
  let orderId: string;
  beforeAll(async () => {
    place = await createDatabase();
    const database = await openDatabase({ url: place.url, migrate: true }, SILENT);
    const subject = new Subject(new PostgresOrderStore(database)); // whose clock stands at a day long gone
    orderId = (await subject.append(await subject.create(), { type: 'order_cancelled' })).id;
    await endedRepeatPayment(database);
    await database.close();
  });
  afterAll(() => place.drop());

  async function endedRepeatPayment(database: Database): Promise<void> {
    const repeatPayment: NewRepeatPayment = {
      id: 'rp_1',
      token: 'token-of-rp-1',
      reference: 'CLUB-7',
      plan: FIXED,
      customer: SHOPPER,
      orderId: null,
      successUrl: null,
      expiresAt: later(NOW, DAY),
    };
    const changes: readonly Change[] = [
      { type: 'repeat_payment_created', repeatPayment },
      { type: 'repeat_payment_cancelled' },
    ];
    await new PostgresRepeatPaymentStore(database).append(
      null,
      changes.map((change, index) => ({ sequence: index + 1, by: 'api', at: NOW, change })),
    );
  }
  /** Of the order, and of the repeat payment. */
  async function namesInDatabase(): Promise<readonly (string | null | undefined)[]> {
    const database = await openDatabase({ url: place.url, migrate: false }, SILENT);
    const order = await new PostgresOrderStore(database).find(orderId);
    const repeatPayment = await new PostgresRepeatPaymentStore(database).find('rp_1');
    await database.close();
    return [order?.customer.name, repeatPayment?.customer.name];
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
        ['personal data of this repeat payment would be erased', undefined],
        ['personal data of repeat payments would be erased', 1],
        ['notifications kept as evidence would be deleted', 0],
        ['answers kept under idempotency keys would be deleted', 0],
      ],
      stderr: '',
    });
    expect(await namesInDatabase()).toEqual([SHOPPER.name, SHOPPER.name]);
  });

  it.each([['--dryrun'], ['--dry-run=no'], ['now']])('refuses %s and does nothing', async (argument) => {
    const { code, said, stderr } = await run([argument], { FORGET_AFTER_DAYS: '1' });
    expect([code, said, stderr]).toEqual([1, [], 'Usage: npm run forget [-- --dry-run]\n']);
    expect(await namesInDatabase()).toEqual([SHOPPER.name, SHOPPER.name]);
  });

  it.each([
    [{ FORGET_AFTER_DAYS: '0' }, 'FORGET_AFTER_DAYS must be a whole number from 1 to 36500'],
    [{ FORGET_AFTER_DAYS: 'soon' }, 'FORGET_AFTER_DAYS must be a whole number from 1 to 36500'],
    [{ DATABASE_URL: '' }, 'DATABASE_URL is missing'],
  ])('refuses %j and does nothing', async (env, reason) => {
    const { code, said, stderr } = await run([], env);
    expect([code, said]).toEqual([1, []]);
    expect(stderr).toContain(reason);
    expect(await namesInDatabase()).toEqual([SHOPPER.name, SHOPPER.name]);
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
        ['personal data of repeat payments was erased', 1],
        ['notifications kept as evidence were deleted', 0],
        ['answers kept under idempotency keys were deleted', 0],
      ],
    });
    expect(await namesInDatabase()).toEqual([null, null]);
  });
});
