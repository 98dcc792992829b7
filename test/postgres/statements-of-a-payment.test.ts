import type { Pool, PoolClient } from 'pg';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { describeOnPostgres } from '../support/postgres';
import { startRig, type Rig } from '../support/rig';
import { createOrder, payAndAnswer, visit } from '../support/shopper';

jest.setTimeout(60_000); // a small machine under load

/** Everything that a pool sends from now on, by the name of the statement or its first words. */
function statementsOf(pool: Pool): string[] {
  const sent: string[] = [];
  const watched = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    client.query = new Proxy(client.query, {
      apply: (query, self, given) => {
        const name = nameOf(given[0]);
        if (!name.startsWith('SET ')) sent.push(name); // those are the first words of each connection
        return Reflect.apply(query, self, given);
      },
    });
  });
  return sent;
}

function nameOf(statement: unknown): string {
  if (typeof statement === 'object' && statement !== null) {
    if ('name' in statement && typeof statement.name === 'string') return statement.name;
    if ('text' in statement && typeof statement.text === 'string') return statement.text.trim().slice(0, 40);
  }
  return String(statement).trim().slice(0, 40);
}

/** One after the other: an opening that is refused for its order leaves the count of its address as it is. */
const ORDER_AND_ADDRESS = ['count_towards_limits', 'count_towards_limits'];

describeOnPostgres('what a payment costs on PostgreSQL', () => {
  let place: OrderDatabase;
  let rig: Rig;
  let sent: string[];
  beforeAll(async () => {
    place = await createOrderDatabase();
    sent = statementsOf(place.database.pool);
    rig = await startRig({ database: place.database });
    rig.sandbox.notifications.withhold(true); // nobody waits for what they cost
  });
  beforeEach(async () => {
    await rig.settle(); // what a process does at its start
    sent.splice(0);
  });
  afterAll(async () => {
    await rig.stop();
    await place.drop();
  });

  it('is at most 15 statements for a card with 3-D Secure, from the new order to the receipt', async () => {
    const order = await createOrder(rig);
    const receipt = await payAndAnswer(rig, order.checkout_url);
    expect(receipt.text).toContain('Payment received');
    expect(sent).toEqual([
      ...['count_towards_limits', 'create_order'],
      ...['find_order_by_token', ...ORDER_AND_ADDRESS, 'change_order'], // the card page
      ...['find_order_by_token', 'count_towards_limits', 'change_order', 'change_order'], // claimed, and answered by Blink
      'find_order_by_token', // the page that goes to the bank
      ...['find_order', 'count_towards_limits', 'change_order'], // back from the bank
      'find_order_by_token', // the receipt
    ]);
    expect(sent.length).toBeLessThanOrEqual(15);
  });

  it('is a read, a write and two limits for the card page, and a read when it is loaded again', async () => {
    const order = await createOrder(rig);
    const before = sent.length;
    const page = await visit(order.checkout_url);
    expect(page.text).toContain('Pay by card');
    expect(sent.slice(before)).toEqual(['find_order_by_token', ...ORDER_AND_ADDRESS, 'change_order']);
    await visit(order.checkout_url);
    expect(sent.slice(before + 4)).toEqual(['find_order_by_token']);
  });
});
