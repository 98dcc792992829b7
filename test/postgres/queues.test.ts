import type { Queue } from '../../src/delivery/deliveries';
import { queuesOf } from '../../src/server/deliveries';
import { openDatabase } from '../../src/postgres/open-database';
import { Subject } from '../orders/contract/subject';
import { createOrderDatabase, type OrderDatabase, SILENT, storesOn } from '../support/order-database';
import { describeOnPostgres } from '../support/postgres';
import { startRig } from '../support/rig';

/** Events must never be written by a process that delivers them without what is to be delivered of them, nor that twice. */
describeOnPostgres('a process that delivers events', () => {
  let place: OrderDatabase;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(() => place.empty());
  afterAll(() => place.drop());

  /** What waits, as a process leaves it that is connected with these options and takes one payment. */
  async function waitingAfterPayment(
    options: string | null,
    queues: readonly Queue[],
  ): Promise<{ readonly settings: unknown; readonly waiting: readonly string[] }> {
    const url = new URL(place.url ?? '');
    if (options !== null) url.searchParams.set('options', options);
    const database = await openDatabase({ url: url.href, migrate: false }, SILENT);
    const ask = async (text: string) => (await database.pool.query<Record<string, unknown>>(text)).rows;
    await new Subject(storesOn(database, queues).orders).createPaid();
    const [settings] = await ask(
      "SELECT current_setting('checkout.outbox', true) AS outbox, current_setting('search_path') AS search_path",
    );
    const rows = await ask(
      "SELECT queue || ' ' || type AS told FROM outbox JOIN shop_events ON id = event_id ORDER BY queue, position",
    );
    await database.close();
    return { settings, waiting: rows.map(({ told }) => String(told)) };
  }

  it('writes for the queues that the configuration has somebody for', async () => {
    const rig = await startRig();
    const { config } = rig.dependencies;
    await rig.stop();
    const mail = { server: 'smtp://127.0.0.1', from: 'shop@example.com' };
    const merchantEvents = { url: 'https://shop.example', secrets: ['whsec_'] } as const;
    expect(queuesOf(config)).toEqual([]);
    expect(queuesOf({ ...config, merchantEvents })).toEqual(['shop']);
    expect(queuesOf({ ...config, merchantEvents, mail })).toEqual(['shop', 'customer']);
  });

  it('needs nothing of its connections that a pooler on the way could drop', async () => {
    const { settings, waiting } = await waitingAfterPayment(null, ['shop', 'customer']);
    expect(settings).toMatchObject({ outbox: null });
    expect(waiting).toEqual(['customer order.paid', 'shop order.processing', 'shop order.paid']);
  });

  it('keeps the options that the address has', async () => {
    const { settings, waiting } = await waitingAfterPayment('-c search_path=public', ['shop']);
    expect(settings).toEqual({ outbox: null, search_path: 'public' });
    expect(waiting).toEqual(['shop order.processing', 'shop order.paid']);
  });

  it.each([['shop'], ['shop,customer'], ['customer']])(
    'writes each delivery once on a connection that was set for release 0.3.0 to write for %s',
    async (set) => {
      const { settings, waiting } = await waitingAfterPayment(`-c checkout.outbox=${set}`, [
        'shop',
        'customer',
      ]);
      expect(settings).toMatchObject({ outbox: set });
      expect(waiting).toEqual(['customer order.paid', 'shop order.processing', 'shop order.paid']);
    },
  );
});
