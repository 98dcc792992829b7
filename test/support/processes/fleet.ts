import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../../src/clock';
import { PostgresOrderStore } from '../../../src/orders/postgres-store';
import { ChildServer } from '../child-server';
import { createOrderDatabase, type OrderDatabase } from '../order-database';
import { callApi, environment, type ApiAnswer } from '../rig';
import { BlinkOutside } from './blink-outside';
import type { Moment } from './death';
import { Front } from './front';
import type { Order } from './product-process';

const PRODUCT = path.join(__dirname, 'product-process.ts');
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
    private readonly env: Readonly<Record<string, string>>,
  ) {
    this.store = new PostgresOrderStore(place.database);
  }

  static async open(env: Readonly<Record<string, string>> = {}): Promise<Fleet> {
    const blinkProcess = new ChildServer(SANDBOX);
    const [place, front, blinkOrigin] = await Promise.all([
      createOrderDatabase(),
      Front.open(),
      blinkProcess.origin(),
    ]);
    return new Fleet(place, new BlinkOutside(blinkOrigin), blinkProcess, front, env);
  }

  /** What shoppers and Blink reach us by. */
  get origin(): string {
    return this.front.origin;
  }

  get sandboxOrigin(): string {
    return this.blink.origin;
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
      ...this.env,
    });
    const instance = new Instance(server, await server.origin());
    this.lead([...this.instances, instance]);
    void server.exit.then(() => this.lead(this.instances.filter((each) => each !== instance)));
    return instance;
  }

  /** For everybody at once. */
  async advance(milliseconds: number): Promise<void> {
    this.aheadMs += milliseconds;
    await this.blink.advance(milliseconds);
    await Promise.all(this.instances.map((each) => each.do({ do: 'advance', byMs: milliseconds })));
  }

  /** Until no order is due and no notice waits, as the processes bring it about by themselves. */
  async settle(): Promise<void> {
    for (let looks = 1; ; looks++) {
      const { due, waiting } = await this.work();
      if (due + waiting === 0) return;
      await pause(20);
      if (looks % 3 === 0) await this.advance(due > 0 || looks % 30 === 0 ? 11 * SECOND : 2 * SECOND);
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
    await this.front.close();
    this.blinkProcess.kill();
    await this.blinkProcess.exit;
    await this.place.drop();
  }

  private lead(instances: readonly Instance[]): void {
    this.instances = instances;
    this.front.leadTo(instances.map(({ origin }) => origin));
  }

  /** Orders that somebody has to look at, and notices that are not worked off. */
  private async work(): Promise<{ readonly due: number; readonly waiting: number }> {
    const now = `'${this.now().toISOString()}'`;
    const [row] = await this.place.sql(`
      SELECT (SELECT count(*) FROM orders WHERE due_at <= ${now}) AS due,
        (SELECT count(*) FROM notices WHERE due_at <= ${now}::timestamptz + interval '3 minutes') AS waiting`);
    return { due: Number(row?.['due']), waiting: Number(row?.['waiting']) };
  }
}
