import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createApp } from '../src/server/app';
import { configFrom } from '../src/server/config/config';
import { createDependencies } from '../src/server/services';
import { Views } from '../src/web/views';
import { createLogger } from '../src/server/log/logger';
import { type Child, TOP } from './child';
import { freePort, json, newOrders, type Payable, settings } from './world';

/**
 * Writes down what the others serve, so that they serve the same: the view of the card page with everything it prints, as it is in the
 * product at that moment, and the answer to a new order.
 */
export async function writeSameBytes(
  file: string,
  {
    blink,
    product,
    payables,
  }: { readonly blink: Child; readonly product: Child; readonly payables: readonly Payable[] },
): Promise<void> {
  const [create] = newOrders(1);
  const order = await json(product, create);
  const { view, page } = await cardPageOf(blink);
  const tokens = payables.map(({ token }) => token);
  writeFileSync(file, JSON.stringify({ view, page, order, tokens, views: path.join(TOP, 'views') }));
}

/** Looks over the shoulder of the product, in this process, while it renders one. */
async function cardPageOf(blink: Child): Promise<{ readonly view: string; readonly page: object }> {
  const seen: { view: string; page: object }[] = [];
  const { render } = Views.prototype; // eslint-disable-line @typescript-eslint/unbound-method -- called with its own `this`
  Views.prototype.render = function (view, page) {
    seen.push({ view, page });
    return render.call(this, view, page);
  };
  const port = await freePort();
  const log = createLogger({ level: 'silent' });
  const app = createApp(createDependencies(configFrom(settings(port, blink)), log, null));
  const server = app.listen(port, '127.0.0.1');
  const [create] = newOrders(1);
  const origin = `http://127.0.0.1:${port}`;
  const order: unknown = await (
    await fetch(origin + (create?.path ?? ''), {
      method: 'POST',
      headers: { ...create?.headers },
      body: create?.body ?? '',
    })
  ).json();
  await fetch(addressIn(order));
  server.close();
  server.closeAllConnections();
  Views.prototype.render = render;
  const [first] = seen;
  if (!first) throw new Error('No page was rendered');
  return first;
}

function addressIn(order: unknown): string {
  if (typeof order !== 'object' || order === null || !('checkout_url' in order)) throw new Error('No order');
  return String(order.checkout_url);
}
