import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Bench, CONNECTIONS_OF_LOAD, SECONDS_OF_ORDERS } from '../bench';
import { Child, TOP } from '../child';
import { CONNECTIONS, copyOf, copyOrder, makeTablesForOthers } from '../database';
import { type Asked, load, type Measured, warm } from '../load';
import { said, times } from '../report';
import { interleaved } from '../rounds';
import { writeSameBytes } from '../same-bytes';
import { freePort, makePayable, newOrders, notifications, serverFile } from '../world';

/** More than one round can send, so that every notification is about another payment and becomes a row. */
const PAYMENTS_A_ROUND = 6_000;
const SECONDS_OF_NOTICES = 1;
const OUTSTANDING = 64;

/** The product on PostgreSQL, beside single inserts through the same driver, with as many connections, on the same server. */
export async function inPostgres({ world, report, size, newDatabase, folder }: Bench): Promise<void> {
  if (!newDatabase) return;
  const database = await newDatabase();
  const product = await world.startProduct(database.url);
  const template = await makePayable(product);
  const shareCount = 2 * (size.rounds + 1); // of each contender, and one to warm it
  const payments = shareCount * PAYMENTS_A_ROUND;
  await copyOrder(database, template, payments);
  await makeTablesForOthers(database);
  const same = path.join(folder, 'same-durable.json');
  await writeSameBytes(same, { blink: world.blink, product, payables: [template] });
  const env = { SAME: same, DATABASE_URL: database.url, CONNECTIONS: String(CONNECTIONS) };
  const bare = await Child.start(serverFile('bare-express.ts'), await freePort(), env);

  const about = Array.from({ length: payments }, (_, index) => copyOf(index + 1));
  const shares = sharesOf(notifications(about), shareCount);
  const orders = newOrders(200);
  const secondsOfOrders = Math.min(size.seconds, SECONDS_OF_ORDERS);
  const send = (child: Child, requests: readonly Asked[], seconds: number, status = 200) =>
    load(child, requests, { seconds, connections: 2 * CONNECTIONS_OF_LOAD }, status);
  const notify = (child: Child) => () => send(child, shares.shift() ?? [], SECONDS_OF_NOTICES);
  await warm(product, orders, 201);
  await warm(bare, orders, 201);

  const add = report.section('Orders in PostgreSQL');
  const order = await interleaved(size, {
    ours: () => send(product, orders, secondsOfOrders, 201),
    bare: () => send(bare, orders, secondsOfOrders, 201),
  });
  add({
    what: 'new order, beside bare Express 5 with one insert each',
    measured: `${said(order.ours)}; bare: ${said(order.bare)}`,
    ratio: times(order.ours, order.bare),
    target: '',
    isMet: null,
  });
  await warm(product, shares.shift() ?? []);
  await warm(bare, shares.shift() ?? []);
  // Last: what was accepted is worked off for a while after it.
  const { ours, express, driver } = await interleaved(size, {
    ours: notify(product),
    express: notify(bare),
    driver: () => singleInserts(database.url, SECONDS_OF_NOTICES),
  });
  add({
    what: 'notification, beside the driver alone',
    measured: `${said(ours)}; driver: ${Math.round(driver.perSecond)} rows/s`,
    ratio: times(ours, driver),
    target: '≥ 1.5',
    isMet: ours.perSecond / driver.perSecond >= 1.5,
  });
  add({
    what: 'notification, beside bare Express 5 with one insert each',
    measured: `bare: ${said(express)}`,
    ratio: times(ours, express),
    target: '≥ 1.5',
    isMet: ours.perSecond / express.perSecond >= 1.5,
  });
  await Promise.all([bare.stop(), world.stop(product)]);
  await database.drop();
}

function sharesOf(requests: readonly Asked[], count: number): (readonly Asked[])[] {
  return Array.from({ length: count }, (_, share) =>
    requests.filter((_each, index) => index % count === share),
  );
}

async function singleInserts(url: string, seconds: number): Promise<Measured> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--require', path.join(TOP, 'test', 'support', 'run-typescript.cjs'), serverFile('single-inserts.ts')],
    {
      env: {
        ...{ PATH: process.env['PATH'], NODE_ENV: 'production', DATABASE_URL: url },
        ...{ CONNECTIONS: String(CONNECTIONS), OUTSTANDING: String(OUTSTANDING), SECONDS: String(seconds) },
      },
    },
  );
  return { perSecond: Number(stdout), p99Ms: 0, cpuMs: 0 };
}
