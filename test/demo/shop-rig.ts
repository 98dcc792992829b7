import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createShop } from '../../src/demo/shop';
import type { Clock } from '../../src/kernel/clock';
import { API_KEY, startRig, type Rig, type RigOptions } from '../support/rig';
import { formsIn, linksIn, textIn } from '../support/html-forms';

export interface RunningShop {
  readonly origin: string;
  readonly logged: object[];
  stop(): Promise<void>;
}

export interface Setting extends RunningShop {
  readonly rig: Rig;
}

/** The demo shop in front of the real checkout and the sandbox. */
export async function startShopAndCheckout(options: RigOptions = {}): Promise<Setting> {
  const server = await listen();
  const rig = await startRig({
    ...options,
    env: {
      MERCHANT_NAME: 'Little Harbour',
      BRAND_COLOUR: '#1f5f68',
      SHOP_ORIGINS: server.origin,
      ...options.env,
    },
  });
  const shop = openShop(server, rig.origin, rig.clock);
  return { ...shop, rig, stop: () => Promise.all([shop.stop(), rig.stop()]).then(() => undefined) };
}

/** The demo shop in front of something that only plays a checkout. */
export async function startShop(checkoutUrl: string): Promise<RunningShop> {
  return openShop(await listen(), checkoutUrl);
}

type Listening = Awaited<ReturnType<typeof listen>>;

function openShop(server: Listening, checkoutUrl: string, clock?: Clock): RunningShop {
  const logged: object[] = [];
  server.serve(
    createShop({
      checkoutUrl,
      apiKey: API_KEY,
      publicUrl: server.origin,
      sessionSecret: 'a-session-secret-of-the-demo-shop',
      log: (line) => logged.push(line),
      ...(clock && { clock }),
    }),
  );
  return { origin: server.origin, logged, stop: server.stop };
}

/** A server of the test's own on a free port. */
export async function listen(serve?: RequestListener) {
  const server = createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (listener: RequestListener) => void server.on('request', listener),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Shown {
  readonly status: number;
  readonly text: string;
  readonly html: string;
  readonly headers: Headers;
  /** Where the answer leads, or null. */
  readonly location: string | null;
}

/** A browser that keeps the shop's cookie and sends its forms; it follows redirects within the shop. */
export class Visitor {
  #cookie = '';
  page: Shown = { status: 0, text: '', html: '', headers: new Headers(), location: null };

  constructor(private readonly origin: string) {}

  async open(path: string): Promise<Shown> {
    return this.#take(await this.#fetch(path));
  }

  /** Presses the button with this label in the form that has it. */
  async press(label: string | RegExp): Promise<Shown> {
    for (const form of formsIn(this.page.html)) {
      const button = form.buttons.find((each) => each.label.search(label) >= 0);
      if (!button) continue;
      return this.send(form.action, { ...form.fields, ...(button.name && { [button.name]: button.value }) });
    }
    throw new Error(`There is no button ${String(label)} on: ${this.page.text}`);
  }

  async send(path: string, fields: Readonly<Record<string, string>>): Promise<Shown> {
    const body = new URLSearchParams(fields).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.#take(await this.#fetch(path, { method: 'POST', headers, body }));
  }

  /** The same form twice at the same moment. */
  async pressTwice(label: string): Promise<readonly (string | null)[]> {
    const form = formsIn(this.page.html).find(({ buttons }) =>
      buttons.some((each) => each.label.trim() === label),
    );
    if (!form) throw new Error(`There is no button ${label}`);
    const body = new URLSearchParams(form.fields).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const once = () => this.#fetch(form.action, { method: 'POST', headers, body });
    return (await Promise.all([once(), once()])).map((answer) => answer.headers.get('location'));
  }

  link(label: string): string {
    const found = linksIn(this.page.html).find((each) => each.label.trim() === label);
    if (!found) throw new Error(`There is no link ${label} on: ${this.page.text}`);
    return found.href;
  }

  #fetch(path: string, request: RequestInit = {}): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.#cookie) headers.set('cookie', this.#cookie);
    return fetch(new URL(path, this.origin), { ...request, headers, redirect: 'manual' });
  }

  async #take(answer: Response): Promise<Shown> {
    const cookie = answer.headers.get('set-cookie');
    if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
    const location = answer.headers.get('location');
    if (location?.startsWith('/')) return this.open(location);
    const html = await answer.text();
    this.page = { status: answer.status, html, text: textIn(html), headers: answer.headers, location };
    return this.page;
  }
}
