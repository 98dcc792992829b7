import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { startCheckout, startDemoSandbox } from './demo-services';
import { freePort } from './free-port';
import { listenOn } from './listen-on';
import type { Service } from './service';
import { createShop } from './shop';

const SHOP_PORT = 4000;
const CHECKOUT_PORT = 3000;
const SANDBOX_PORT = 4001;

/** `npm run demo`: a shop, the checkout and a local Blink, with no account and no network. */
async function main(): Promise<void> {
  const over = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => over.abort());
  const running: Service[] = [];
  try {
    await start(running, over.signal);
    await Promise.race([toldToStop(over.signal), ...running.map(endedByItself)]);
  } catch (error) {
    if (!over.signal.aborted) {
      process.stderr.write(`The demo is over: ${error instanceof Error ? error.message : 'unknown'}\n`);
      process.exitCode = 1;
    }
  }
  // The last one first: the checkout finishes its charges while the local Blink is still there.
  for (const service of running.reverse()) await service.stop();
}

function toldToStop(over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (over.aborted) resolve();
    over.addEventListener('abort', () => resolve());
  });
}

async function endedByItself(service: Service): Promise<never> {
  throw new Error(await service.endedByItself);
}

async function start(running: Service[], over: AbortSignal): Promise<void> {
  const host = listenOn(process.env['DEMO_HOST']);
  const shop = await listening(host, await freePort(SHOP_PORT, host)); // at once, so that nobody else gets this port
  running.push(shopService(shop.server));
  const sandbox = await startDemoSandbox(SANDBOX_PORT, host);
  running.push(sandbox);
  over.throwIfAborted();
  const checkout = await startCheckout(CHECKOUT_PORT, { host, sandbox, shopOrigin: shop.origin });
  running.push(checkout);
  over.throwIfAborted();
  const app = createShop({
    checkoutUrl: checkout.origin,
    apiKey: checkout.apiKey,
    publicUrl: shop.origin,
    sessionSecret: randomBytes(32).toString('base64url'),
    log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
  });
  shop.server.on('request', app);
  process.stdout.write(
    welcome({
      shop: shop.origin,
      checkout: checkout.origin,
      sandbox: sandbox.origin,
      apiKey: checkout.apiKey,
    }),
  );
}

function listening(
  host: string,
  port: number,
): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve({ server, origin: `http://127.0.0.1:${port}` }));
  });
}

function shopService(server: Server): Service {
  return {
    endedByItself: new Promise(() => undefined), // it lives in this process
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function welcome(origins: {
  readonly shop: string;
  readonly checkout: string;
  readonly sandbox: string;
  readonly apiKey: string;
}): string {
  return `
  The demo is running.

    Shop       ${origins.shop}
    Checkout   ${origins.checkout}
    Sandbox    ${origins.sandbox}/sandbox

  Buy something at the shop and pay with the test card
  4543 0599 9999 9990, expiry 12 of any year to come, CVV 689,
  or by Direct Debit from the test account 20-00-00, 55779911.

  For the shop's API:  KEY=${origins.apiKey}
  Ctrl+C ends it.

`;
}

void main();
