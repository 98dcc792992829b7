import type { Database } from '../../src/postgres/database';
import { openDatabase } from '../../src/postgres/open-database';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import type { ShopEvent } from '../../src/orders/domain/events';
import { Subject } from '../orders/contract/subject';
import { createOrderDatabase, type OrderDatabase, SILENT } from '../support/order-database';
import { describeOnPostgres } from '../support/postgres';
import { until } from '../support/until';

describeOnPostgres("the feed of the shop's events", () => {
  let place: OrderDatabase;
  const others: Database[] = [];
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(() => place.empty());
  afterEach(async () => {
    await Promise.all(others.splice(0).map((database) => database.close()));
  });
  afterAll(() => place.drop());

  /** As another process sees it. */
  async function another(): Promise<Subject> {
    const database = await openDatabase({ url: place.url ?? '', migrate: false }, SILENT);
    others.push(database);
    return new Subject(new PostgresOrderStore(database));
  }

  it('shows nothing that comes after an event that is still being written', async () => {
    const subject = await another();
    const { order, go } = await subject.createWithAttempt();
    const late = await place.database.pool.connect();
    await late.query('BEGIN');
    await late.query('UPDATE event_feed SET last_position = last_position + 1');
    await late.query(
      `INSERT INTO shop_events (position, id, order_id, sequence, type, created_at, data)
       SELECT last_position, 'evt_late', $1, 999, 'order.paid', now(), '{}' FROM event_feed`,
      [order.id],
    );
    const written = subject.append(order, go.claimed());
    await untilSomebodyWaits();
    expect(await subject.store.feed(null, 10)).toEqual({ items: [], nextCursor: null });

    await late.query('ROLLBACK'); // a late event that never comes leaves no gap either
    late.release();
    await written;
    expect(await place.sql('SELECT position FROM shop_events')).toEqual([{ position: '1' }]);
  });

  it('loses none and repeats none, however many processes write and read at once', async () => {
    const [one, other, reader] = await Promise.all([another(), another(), another()]);
    let isWriting = true;
    const reading = readWhile(reader, () => isWriting);
    await Promise.all([one, other].flatMap((writer) => Array.from({ length: 6 }, () => payThrice(writer))));
    isWriting = false;
    const read = await reading;

    const rows = await place.sql('SELECT id, position FROM shop_events ORDER BY position');
    expect(rows).toHaveLength(2 * 6 * 3 * 2);
    expect(read.map(({ id }) => id)).toEqual(rows.map((row) => row['id']));
    expect(rows.map((row) => Number(row['position']))).toEqual(rows.map((_, index) => index + 1));
  });

  async function payThrice(writer: Subject): Promise<void> {
    for (let count = 0; count < 3; count++) await writer.createPaid();
  }

  async function readWhile(reader: Subject, isWriting: () => boolean): Promise<readonly ShopEvent[]> {
    const read: ShopEvent[] = [];
    let cursor: string | null = null;
    for (;;) {
      const wasWriting = isWriting();
      const page = await reader.store.feed(cursor, 5);
      read.push(...page.items);
      cursor = page.nextCursor;
      if (!wasWriting && page.items.length === 0) return read;
    }
  }

  async function untilSomebodyWaits(): Promise<void> {
    const waiting = () =>
      place.sql(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
    await until(async () => (await waiting()).length > 0, 'somebody who waits for a lock');
  }
});
