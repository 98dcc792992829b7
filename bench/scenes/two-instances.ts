import { type Bench, CONNECTIONS_OF_LOAD, SECONDS_OF_ORDERS } from '../bench';
import type { Child } from '../child';
import { copyOf, copyOrder } from '../database';
import { type Asked, load, type Measured, warm } from '../load';
import { said, times } from '../report';
import { interleaved } from '../rounds';
import { makePayable, newOrders, notifications, pages } from '../world';

const PAYMENTS = 20_000;

/** Two processes on one database beside one of them, the same load on both together as on the one. */
export async function twoInstances({ world, report, size, newDatabase }: Bench): Promise<void> {
  if (!newDatabase) return;
  const database = await newDatabase();
  const first = await world.startProduct(database.url);
  const second = await world.startProduct(database.url);
  await copyOrder(database, await makePayable(first), PAYMENTS);
  const about = Array.from({ length: PAYMENTS }, (_, index) => copyOf(index + 1));
  const contests: Readonly<Record<string, readonly [readonly Asked[], number, seconds: number]>> = {
    'checkout page': [pages(about.slice(0, 400)), 200, size.seconds],
    'new order': [newOrders(200), 201, Math.min(size.seconds, SECONDS_OF_ORDERS)],
    notification: [notifications(about), 200, size.seconds], // last: what was accepted is worked off for a while after it
  };
  const add = report.section('Two instances beside one, on one PostgreSQL and the same two cores');
  for (const [what, [requests, status, seconds]] of Object.entries(contests)) {
    const [some = [], others = []] = [0, 1].map((half) => requests.filter((_, index) => index % 2 === half));
    const send = (child: Child, share: readonly Asked[], connections: number) =>
      load(child, share, { seconds, connections }, status);
    for (const child of [first, second]) await warm(child, others, status);
    const { one, two } = await interleaved(size, {
      one: () => send(first, some, CONNECTIONS_OF_LOAD),
      two: async () =>
        together(
          await Promise.all([
            send(first, some, CONNECTIONS_OF_LOAD / 2),
            send(second, others, CONNECTIONS_OF_LOAD / 2),
          ]),
        ),
    });
    add({
      what,
      measured: `one: ${said(one)}; two: ${said(two)}`,
      ratio: times(two, one),
      target: '',
      isMet: null,
    });
  }
  await Promise.all([world.stop(first), world.stop(second)]);
  await database.drop();
}

function together([one, other]: readonly [Measured, Measured]): Measured {
  return {
    perSecond: one.perSecond + other.perSecond,
    p99Ms: Math.max(one.p99Ms, other.p99Ms),
    cpuMs: (one.cpuMs + other.cpuMs) / 2,
  };
}
