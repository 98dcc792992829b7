import path from 'node:path';
import { type Bench, CONNECTIONS_OF_LOAD, SECONDS_OF_ORDERS, STEADY_RATE } from '../bench';
import { Child } from '../child';
import { type Asked, load, type Measured, warm } from '../load';
import { said, times } from '../report';
import { interleaved } from '../rounds';
import { writeSameBytes } from '../same-bytes';
import { freePort, makePayables, newOrders, notifications, pages, serverFile } from '../world';

interface Contest {
  readonly requests: readonly Asked[];
  readonly status: number;
  readonly seconds: number;
}

/** The product with its orders in memory, beside a bare Express app that serves the same bytes. */
export async function inMemory({ world, report, size, folder, node }: Bench): Promise<void> {
  const product = await world.startProduct();
  const payables = await makePayables(product, 100);
  const same = path.join(folder, 'same.json');
  await writeSameBytes(same, { blink: world.blink, product, payables });
  const bare = await Child.start(serverFile('bare-express.ts'), await freePort(), { SAME: same });
  const raw = await Child.start(serverFile('raw-http.ts'), await freePort(), { SAME: same });
  const contests = {
    notification: { requests: notifications(payables), status: 200, seconds: size.seconds },
    page: { requests: pages(payables), status: 200, seconds: size.seconds },
    order: { requests: newOrders(200), status: 201, seconds: Math.min(size.seconds, SECONDS_OF_ORDERS) },
  } satisfies Record<string, Contest>;
  const measure =
    (child: Child, { requests, status, seconds }: Contest) =>
    () =>
      load(child, requests, { seconds, connections: CONNECTIONS_OF_LOAD }, status);
  const steadily =
    (child: Child, { requests, status }: Contest) =>
    () =>
      load(child, requests, { seconds: 2 * size.seconds, connections: 10, rate: STEADY_RATE }, status);

  for (const child of [product, bare])
    for (const { requests, status } of Object.values(contests)) await warm(child, requests, status);
  await warm(raw, contests.page.requests);

  const add = report.section('Orders in memory, beside bare Express 5');
  const compare = (what: string, ours: Measured, theirs: Measured, target: number | null) => {
    const ratio = ours.perSecond / theirs.perSecond;
    add({
      what,
      measured: `${said(ours)}; bare: ${said(theirs)}`,
      ratio: times(ours, theirs),
      target: target === null ? '' : `≥ ${target}`,
      isMet: target === null ? null : ratio >= target,
    });
  };
  const notice = await interleaved(size, {
    ours: measure(product, contests.notification),
    bare: measure(bare, contests.notification),
  });
  compare('notification', notice.ours, notice.bare, node >= 24 ? 0.9 : 2.5);
  const page = await interleaved(size, {
    ours: measure(product, contests.page),
    bare: measure(bare, contests.page),
    raw: measure(raw, contests.page),
  });
  compare('checkout page', page.ours, page.bare, node >= 24 ? 1.2 : 2.5);
  add({
    what: 'checkout page, beside raw node:http',
    measured: `raw: ${said(page.raw)}`,
    ratio: times(page.ours, page.raw),
    target: '≥ 0.5',
    isMet: page.ours.perSecond / page.raw.perSecond >= 0.5,
  });
  const order = await interleaved(size, {
    ours: measure(product, contests.order),
    bare: measure(bare, contests.order),
  });
  compare('new order', order.ours, order.bare, null);

  const calm = report.section(`At a steady ${STEADY_RATE} requests a second`);
  for (const [what, contest] of Object.entries({
    notification: contests.notification,
    'checkout page': contests.page,
  })) {
    const { ours, theirs } = await interleaved(size, {
      ours: steadily(product, contest),
      theirs: steadily(bare, contest),
    });
    calm({
      what,
      measured: `p99 ${ours.p99Ms} ms, CPU ${ours.cpuMs.toFixed(3)} ms; bare: p99 ${theirs.p99Ms} ms, CPU ${theirs.cpuMs.toFixed(3)} ms`,
      ratio: `× ${(ours.p99Ms / theirs.p99Ms).toFixed(2)}`,
      target: '≤ 2',
      isMet: ours.p99Ms <= 2 * theirs.p99Ms,
    });
  }
  await Promise.all([bare.stop(), raw.stop(), world.stop(product)]);
}
