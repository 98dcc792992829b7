/** The product with a store in memory that holds many open orders already. Says what one takes, in a header of /healthz. */
import { randomBytes } from 'node:crypto';
import { createApp } from '../../src/server/app';
import { DAY, later } from '../../src/kernel/clock';
import { configFrom } from '../../src/server/config/config';
import { createDependencies } from '../../src/server/services';
import { limitedServer } from '../../src/web/server-limits';
import { createLogger } from '../../src/server/log/logger';
import { money } from '../../src/kernel/money';
import { createOrder } from '../../src/orders/store/change-order';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';

const config = configFrom(process.env);
const kept = Number(process.env['KEPT']);

async function main(): Promise<void> {
  const orders = new MemoryOrderStore({ maxOrders: 1_000_000 }); // room for those that the bench adds
  const before = heap();
  for (let number = 0; number < kept; number++) await keep(orders, number);
  const bytesEach = (heap() - before) / kept;
  const dependencies = createDependencies(config, createLogger({ level: 'info' }), null, { orders });
  const app = createApp(dependencies);
  dependencies.inbox.start();
  dependencies.orderSweep.start();
  dependencies.repeatPaymentSweep.start();
  const server = limitedServer(app, config);
  server.prependListener('request', (_req, res) => res.setHeader('X-Bytes-Each', String(bytesEach)));
  server.listen(config.port, config.host);
}

async function keep(orders: MemoryOrderStore, number: number): Promise<void> {
  const now = new Date();
  const order = {
    id: `ord_${randomBytes(16).toString('base64url')}`,
    token: randomBytes(24).toString('base64url'),
    reference: `BENCH-${number}`,
    amount: money(10_99, 'GBP'),
    description: 'Two tickets',
    customer: {
      name: 'Ada Lovelace',
      email: `ada${number}@example.com`,
      address: '12 St James Square',
      postcode: 'SW1Y 4LB',
    },
    paymentMethods: ['card'] as const,
    capture: 'automatic' as const,
    successUrl: null,
    cancelUrl: null,
    metadata: { basket: String(number) },
    expiresAt: later(now, DAY),
  };
  await createOrder({ orders, clock: { now: () => now } }, order, { by: 'api' });
}

function heap(): number {
  if (!globalThis.gc) throw new Error('What is kept can only be weighed with --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

void main();
