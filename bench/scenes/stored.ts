import { type Bench, CONNECTIONS_OF_LOAD, SECONDS_OF_ORDERS } from '../bench';
import { Child } from '../child';
import { copyOf, copyOrder } from '../database';
import { type Asked, load, warm } from '../load';
import { said } from '../report';
import { interleaved } from '../rounds';
import {
  freePort,
  makePayable,
  makePayables,
  newOrders,
  notifications,
  pages,
  type Payable,
  serverFile,
  settings,
} from '../world';

interface Stage {
  readonly kept: number;
  readonly product: Child;
  readonly payables: readonly Payable[];
}

const ASKED_ABOUT = 200;

/** What a request costs the process while few and while many orders are kept. */
export async function storedInMemory(bench: Bench): Promise<void> {
  const { world, report, size } = bench;
  const [few, many] = await Promise.all(
    size.inMemory.map(async (kept): Promise<Stage & { readonly bytesEach: number }> => {
      const port = await freePort();
      const env = { ...settings(port, world.blink), KEPT: String(kept) };
      const product = await Child.start(serverFile('full-product.ts'), port, env);
      const bytesEach = Number((await fetch(`${product.origin}/healthz`)).headers.get('x-bytes-each'));
      return { kept, product, bytesEach, payables: await makePayables(product, ASKED_ABOUT) };
    }),
  );
  if (!few || !many) throw new Error('Two stages are needed');
  const add = report.section('Orders kept in memory: what each request costs');
  await compareCosts(bench, add, few, many);
  const kilobytes = many.bytesEach / 1024;
  add({
    what: `memory of an open order, of ${many.kept}`,
    measured: `${kilobytes.toFixed(1)} KB`,
    ratio: '',
    target: '< 4 KB',
    isMet: kilobytes < 4,
  });
  await Promise.all([few.product.stop(), many.product.stop()]);
}

export async function storedInPostgres(bench: Bench): Promise<void> {
  const { world, report, size, newDatabase } = bench;
  if (!newDatabase) return;
  const databases = [];
  const stages: Stage[] = [];
  for (const kept of size.inPostgres) {
    const database = await newDatabase();
    databases.push(database);
    const product = await world.startProduct(database.url);
    await copyOrder(database, await makePayable(product), kept);
    const step = Math.max(1, Math.floor(kept / ASKED_ABOUT));
    const payables = Array.from({ length: ASKED_ABOUT }, (_, index) => copyOf(index * step + 1));
    stages.push({ kept, product, payables });
  }
  const [few, ...others] = stages;
  const add = report.section('Orders kept in PostgreSQL: what each request costs');
  for (const many of others) if (few) await compareCosts(bench, add, few, many);
  await Promise.all(stages.map(({ product }) => world.stop(product)));
  await Promise.all(databases.map((database) => database.drop()));
}

async function compareCosts(
  { size }: Bench,
  add: ReturnType<Bench['report']['section']>,
  few: Stage,
  many: Stage,
): Promise<void> {
  const contests: Readonly<
    Record<string, readonly [(stage: Stage) => readonly Asked[], number, seconds: number]>
  > = {
    'checkout page': [({ payables }) => pages(payables), 200, size.seconds],
    'new order': [() => newOrders(200), 201, Math.min(size.seconds, SECONDS_OF_ORDERS)],
    notification: [({ payables }) => notifications(payables), 200, size.seconds],
  };
  for (const [what, [requestsOf, status, seconds]] of Object.entries(contests)) {
    const requests = new Map([few, many].map((stage) => [stage, requestsOf(stage)]));
    const measure = (stage: Stage) => () =>
      load(stage.product, requests.get(stage) ?? [], { seconds, connections: CONNECTIONS_OF_LOAD }, status);
    for (const stage of [few, many]) await warm(stage.product, requests.get(stage) ?? [], status);
    const costs = await interleaved(size, { few: measure(few), many: measure(many) });
    const ratio = costs.many.cpuMs / costs.few.cpuMs;
    add({
      what: `${what}, ${few.kept} and ${many.kept} orders`,
      measured: `${said(costs.few)}; ${said(costs.many)}`,
      ratio: `× ${ratio.toFixed(2)} CPU`,
      target: 'flat: ≤ 1.25',
      isMet: ratio <= 1.25,
    });
  }
}
