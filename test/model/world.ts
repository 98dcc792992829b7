import { createApp } from '../../src/server/app';
import { createBlink } from '../../src/blink/create-blink';
import { createDependencies, type Dependencies } from '../../src/server/services';
import { MemoryIdempotencyStore } from '../../src/api/idempotency/memory-store';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import type { Order } from '../../src/orders/domain/order';
import { API_KEY, startRig, startServer, stopServer, type ApiAnswer, type Rig } from '../support/rig';
import { Life, type CrashMoment, type CrashPoint } from './life';
import type { PaymentPolicy } from '../../src/orders/use-cases/context';

export type LatePayment = PaymentPolicy['latePayment'];

/** What outlives a process: Blink, the store, time, and the address that we are reached at. */
export interface World {
  readonly rig: Rig;
  readonly store: MemoryOrderStore;
  /** How many processes there have been. */
  readonly lives: () => number;
  process(): Dependencies;
  crashAt(point: CrashPoint, moment: CrashMoment): void;
  noMoreCrashes(): void;
  restart(): void;
  /** Waits until nothing is under way any more. */
  settle(): Promise<void>;
  advance(milliseconds: number): Promise<void>;
  /** Until nothing is due, as the process does it by itself every few seconds. */
  sweep(): Promise<void>;
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  stop(): Promise<void>;
}

/** The process behind a fixed address dies and is started again; its store and its Blink do not notice. */
export async function startWorld(latePayment: LatePayment = 'review'): Promise<World> {
  const front = await startServer();
  const rig = await startRig({
    env: { PUBLIC_URL: front.origin, LATE_PAYMENT: latePayment },
    sandbox: { notifications: { withhold: true } }, // Blink's notifications go out when a command says so
  });
  const store = new MemoryOrderStore();
  const idempotency = new MemoryIdempotencyStore();
  let lives = 0;
  let current = start();

  function start(): { readonly life: Life; readonly dependencies: Dependencies } {
    lives += 1;
    const life = new Life(() => {
      front.server.removeAllListeners('request');
      front.server.closeAllConnections();
      current = start();
    });
    const dependencies = dependenciesOf(rig, life, store, idempotency);
    const app = createApp(dependencies);
    dependencies.inbox.start();
    front.server.on('request', (req, res) => {
      res.shouldKeepAlive = false; // else somebody would use a connection that dies with this process
      app(req, res);
    });
    return { life, dependencies };
  }

  const settle = async (): Promise<void> => {
    for (let before = 0; before !== lives;) {
      before = lives;
      const { inbox, payments } = current.dependencies;
      await rig.sandbox.notifications.idle();
      await inbox.drain();
      await payments.inFlight.drain();
    }
  };
  return {
    rig: { ...rig, origin: front.origin },
    store,
    lives: () => lives,
    process: () => current.dependencies,
    crashAt: (point, moment) => current.life.dieAt(point, moment),
    noMoreCrashes: () => current.life.goOnLiving(),
    restart: () => current.life.end(),
    settle,
    advance: async (milliseconds) => {
      rig.advance(milliseconds);
      await settle();
    },
    sweep: async () => {
      for (let before = 0; before !== lives;) {
        before = lives;
        const { orderSweep } = current.dependencies;
        orderSweep.wake();
        await orderSweep.drain();
        await settle();
      }
    },
    api: (method, path, body) => callApi(front.origin, method, path, body),
    stop: async () => {
      await settle();
      await rig.stop();
      await stopServer(front.server);
    },
  };
}

function dependenciesOf(
  { dependencies: { config }, clock, log }: Rig,
  life: Life,
  store: MemoryOrderStore,
  idempotency: MemoryIdempotencyStore,
): Dependencies {
  const insecureBanks = true;
  const sleep = () => Promise.resolve(); // between repeats: nobody here waits in real time
  const blink = createBlink({ ...config.blink, insecureBanks, clock, log, sleep });
  return createDependencies(config, log, null, {
    clock,
    timers: {
      after: (milliseconds, act) => {
        clock.after(milliseconds, () => {
          if (!life.isOver) act();
        });
      },
    },
    orders: life.live(store, 'orders'),
    idempotency: life.live(idempotency, 'idempotency'),
    blink: {
      ...blink,
      intents: life.live(blink.intents, 'intents'),
      creditCards: life.live(blink.creditCards, 'creditCards'),
      directDebits: life.live(blink.directDebits, 'directDebits'),
      openBankings: life.live(blink.openBankings, 'openBankings'),
      wallets: life.live(blink.wallets, 'wallets'),
      transactions: life.live(blink.transactions, 'transactions'),
    },
  });
}

async function callApi(origin: string, method: string, path: string, body?: unknown): Promise<ApiAnswer> {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export async function stored({ store }: World, id: string): Promise<Order> {
  const order = await store.find(id);
  if (!order) throw new Error(`Order ${id} is lost`);
  return order;
}
