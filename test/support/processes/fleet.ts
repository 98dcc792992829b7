import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../../src/kernel/clock';
import { PostgresOrderStore } from '../../../src/orders/store/postgres-store';
import { type ShopServer, startShop } from '../../merchant-events/shop-server';
import { ChildServer } from '../child-server';
import { createOrderDatabase, type OrderDatabase } from '../order-database';
import { callApi, environment, type ApiAnswer } from '../rig';
import { BlinkOutside } from './blink-outside';
import type { Moment } from './death';
import { Front } from './front';
import type { Order } from './product-process';

const PRODUCT = path.join(__dirname, 'product-process.ts');
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const SANDBOX = path.join(__dirname, 'sandbox-process.ts');

/** One process of the product. */
export class Instance {
  isAlive = true;

  constructor(
    readonly server: ChildServer,
    readonly origin: string,
  ) {
    void server.exit.then(() => (this.isAlive = false));
  }

  /** @param moment null: it lives on */
  async diesAt(moment: Moment | null): Promise<void> {
    await this.do({ do: 'die', at: moment });
  }

  async do(order: Order): Promise<void> {
    await this.server.ask(order);
  }

  async kill(): Promise<void> {
    this.server.kill();
    await this.server.exit;
  }
}

/**
 * As many processes of the product as a test starts, behind one address and on one PostgreSQL, and Blink in a process of its own.
 * Time is real, and the same for all of them when a test moves it on.
 */
export class Fleet {
  readonly store: PostgresOrderStore;
  private instances: readonly Instance[] = [];
  private aheadMs = 0;

  private constructor(
    readonly place: OrderDatabase,
    readonly blink: BlinkOutside,
    private readonly blinkProcess: ChildServer,
    private readonly front: Front,
    /** Where the shop hears of its events. */
    readonly shop: ShopServer,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    this.store = new PostgresOrderStore(place.database);
  }

  static async open(env: Readonly<Record<string, string>> = {}): Promise<Fleet> {
    const blinkProcess = new ChildServer(SANDBOX);
    const [place, front, shop, blinkOrigin] = await Promise.all([
      createOrderDatabase(),
      Front.open(),
      startShop(),
      blinkProcess.origin(),
    ]);
    return new Fleet(place, new BlinkOutside(blinkOrigin), blinkProcess, front, shop, env);
  }

  /** What shoppers and Blink reach us by. */
  get origin(): string {
    return this.front.origin;
  }

  get sandboxOrigin(): string {
    return this.blink.origin;
  }

  get running(): readonly Instance[] {
    return this.instances;
  }

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  /** Starts one more process; the front leads to it when it listens. */
  async start(): Promise<Instance> {
    const server = new ChildServer(PRODUCT, {
      ...environment(this.origin, this.blink.origin),
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: this.place.url ?? '',
      AHEAD_MS: String(this.aheadMs),
      MERCHANT_WEBHOOK_URL: this.shop.url,
      MERCHANT_WEBHOOK_SECRET: WEBHOOK_SECRET,
      ...this.env,
    });
    const instance = new Instance(server, await server.origin());
    this.lead([...this.instances, instance]);
    void server.exit.then(() => this.lead(this.instances.filter((each) => each !== instance)));
    return instance;
  }

  /** As a deploy replaces it: it gets no new requests and is told to stop. @returns what it ends with */
  retire(instance: Instance): Promise<number | null> {
    this.lead(this.instances.filter((each) => each !== instance));
    instance.server.signal('SIGTERM');
    return instance.server.exit;
  }

  /** For everybody at once. */
  async advance(milliseconds: number): Promise<void> {
    this.aheadMs += milliseconds;
    await this.blink.advance(milliseconds);
    await Promise.all(this.instances.map((each) => each.do({ do: 'advance', byMs: milliseconds })));
  }

  /**
   * Until no order is due, no notice waits and the shop has heard everything, as the processes bring it about by themselves. Time is
   * moved on where they wait for it, and more slowly while they work: what somebody works on counts as lost after a while.
   */
  async settle(): Promise<void> {
    for (let looks = 1; ; looks++) {
      const { idle, underWay } = await this.work();
      if (idle + underWay === 0) return;
      await pause(20);
      if (looks % (idle > 0 ? 3 : 25) === 0) await this.advance(6 * SECOND);
    }
  }

  /** As above, where everybody can begin at once: time stands as still as the clock on the wall lets it. */
  async finish(): Promise<void> {
    for (;;) {
      const { idle, underWay } = await this.work();
      if (idle + underWay === 0) return;
      await pause(20);
    }
  }

  api(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer> {
    return callApi(this.origin, method, path, body, headers);
  }

  async close(): Promise<void> {
    await Promise.all(this.instances.map((each) => each.kill()));
    await Promise.all([this.front.close(), this.shop.stop()]);
    this.blinkProcess.kill();
    await this.blinkProcess.exit;
    await this.place.drop();
  }

  private lead(instances: readonly Instance[]): void {
    this.instances = instances;
    this.front.leadTo(instances.map(({ origin }) => origin));
  }

  /** Orders that are due, notices and events that wait: those that nobody has taken up, and the others. */
  private async work(): Promise<{ readonly idle: number; readonly underWay: number }> {
    const now = `'${this.now().toISOString()}'::timestamptz`;
    const [row] = await this.place.sql(`
      WITH work (is_taken) AS (
        SELECT coalesce(leased_until > ${now}, false) FROM orders WHERE due_at <= ${now}
        UNION ALL
        SELECT state = 'looking' AND due_at > ${now} FROM notices
        WHERE state = 'looking' OR due_at <= ${now} + interval '3 minutes'
        UNION ALL
        SELECT due_at > ${now} FROM outbox
      )
      SELECT count(*) FILTER (WHERE NOT is_taken) AS idle, count(*) FILTER (WHERE is_taken) AS under_way FROM work`);
    return { idle: Number(row?.['idle']), underWay: Number(row?.['under_way']) };
  }
}
