import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/server/app';
import type { Blink } from '../../src/blink/blink';
import type { BlinkOptions } from '../../src/blink/create-blink';
import { configFrom } from '../../src/server/config/config';
import { createDependencies, type Dependencies, type Replacements } from '../../src/server/services';
import { createSandbox, type SandboxControl, type SandboxOptions } from '../../src/sandbox/sandbox';
import type { Database } from '../../src/postgres/database';
import { capturedLog, type CapturedLog } from './captured-log';
import { TestClock } from './test-clock';

export const API_KEY = 'test-shop-key-0123456789-0123456789';
export const APP_SECRET = 'test-app-secret-0123456789-0123456789';

/** Where rigs keep everything that do not say it themselves: set by a file that runs other files' tests on a database. */
export const rigDefaults: { database: (() => Promise<Database>) | null } = { database: null };

export interface RigOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: SandboxOptions['settings'];
  /** When it is: a day of November 2026 unless given. */
  readonly now?: Date;
  /** What Blink's numbers are counted on from: 0 unless payments are kept from an earlier Blink. */
  readonly firstBlinkId?: number;
  /** Where everything is kept: by default in memory. */
  readonly database?: Database;
  /** Puts something else in the place of a dependency, often the real one wrapped. */
  readonly replace?: (clock: TestClock) => Replacements;
  /** Makes the client to Blink another way: with short deadlines, or wrapped. */
  readonly client?: (options: BlinkOptions) => Blink;
}

/** The whole product and a Blink of its own, on this machine, with a clock that stands still. */
export interface Rig {
  /** Our own origin. */
  readonly origin: string;
  readonly sandboxOrigin: string;
  readonly sandbox: SandboxControl;
  readonly dependencies: Dependencies;
  readonly clock: TestClock;
  readonly log: CapturedLog;
  /** Moves our time and Blink's. */
  advance(milliseconds: number): void;
  /** Waits until notifications have arrived and have been worked off, and those that this brought about, too. */
  settle(): Promise<void>;
  /** Looks at everything that is due now, as the loops of the sweep do it. */
  sweep(): Promise<void>;
  api(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer>;
  stop(): Promise<void>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers as a shop's script would
  readonly body: any;
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const clock = new TestClock(options.now?.getTime());
  const log = capturedLog();
  const blink = await startServer();
  const sandbox = createSandbox({
    publicUrl: () => blink.origin,
    apiKey: 'sandbox-api-key',
    secretKey: 'sandbox-secret-key',
    clock,
    firstId: options.firstBlinkId ?? 0, // so that tests know the numbers
    settings: { rateLimit: null, ...options.sandbox },
  });
  blink.server.on('request', sandbox.app);
  const own = await startServer();
  const config = configFrom({ ...environment(own.origin, blink.origin), ...options.env });
  const dependencies = createDependencies(
    config,
    log,
    options.database ?? (await rigDefaults.database?.()) ?? null,
    {
      clock,
      timers: clock,
      ...(options.client && {
        blink: options.client({ ...config.blink, insecureBanks: true, clock, log }),
      }),
      ...options.replace?.(clock),
    },
  );
  own.server.on('request', createApp(dependencies));
  dependencies.inbox.start();
  dependencies.merchantEvents?.start();
  dependencies.letters?.start();
  return {
    origin: own.origin,
    sandboxOrigin: blink.origin,
    sandbox: sandbox.control,
    dependencies,
    clock,
    log,
    advance: (milliseconds) => {
      clock.advance(milliseconds);
      sandbox.control.clock.advance(0);
    },
    settle: async () => {
      const announced = () => sandbox.control.notifications.list().length;
      let before: number;
      do {
        before = announced();
        await sandbox.control.notifications.idle();
        await dependencies.inbox.drain();
        await dependencies.repeatPaymentSweep.drain();
        await dependencies.payments.inFlight.drain();
        await dependencies.merchantEvents?.drain();
        await dependencies.letters?.drain();
      } while (announced() > before);
    },
    sweep: async () => {
      for (const each of [dependencies.orderSweep, dependencies.repeatPaymentSweep]) {
        each.wake();
        await each.drain();
      }
    },
    api: (method, path, body, headers) => callApi(own.origin, method, path, body, headers),
    stop: async () => {
      await dependencies.payments.inFlight.drain();
      await dependencies.inbox.stop();
      await dependencies.orderSweep.stop();
      await dependencies.repeatPaymentSweep.stop();
      await dependencies.merchantEvents?.stop();
      await dependencies.letters?.stop();
      await sandbox.close();
      await Promise.all([stopServer(own.server), stopServer(blink.server)]);
    },
  };
}

export function environment(publicUrl: string, blinkUrl: string): Record<string, string> {
  return {
    PUBLIC_URL: publicUrl,
    BLINK_API_URL: blinkUrl,
    BLINK_GATEWAY_URL: blinkUrl,
    BLINK_API_KEY: 'sandbox-api-key',
    BLINK_SECRET_KEY: 'sandbox-secret-key',
    BLINK_CARD_PRESENT_URL: blinkUrl,
    BLINK_POS_API_KEY: 'sandbox-pos-key',
    BLINK_POS_API_SECRET: 'sandbox-pos-secret',
    APP_SECRET,
    MERCHANT_API_KEYS: API_KEY,
    MERCHANT_NAME: 'Test Shop',
    SHOP_ORIGINS: 'https://shop.example',
    CARD_ATTEMPTS_PER_HOUR: '10000',
  };
}

export async function callApi(
  origin: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

export async function startServer(): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export async function stopServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close').catch(() => undefined);
}
