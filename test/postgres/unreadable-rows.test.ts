/** @jest-environment ./test/support/pglite-environment.cjs */
import { DAY } from '../../src/kernel/clock';
import { created, FIXED } from '../repeat-payments/support/started';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { startRig, type Rig } from '../support/rig';
import { createOrder } from '../support/shopper';

/** As after a release was taken back that had written what this one does not know. */
describe('one that this release cannot read', () => {
  let place: OrderDatabase;
  let rig: Rig;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    rig = await startRig({ database: place.database });
  });
  afterEach(() => rig.stop());
  afterAll(() => place.drop());

  const spoil = (table: 'orders' | 'repeat_payments', id: string) =>
    place.sql(`
      BEGIN;
      SET LOCAL session_replication_role = replica;
      UPDATE ${table} SET body = jsonb_set(body, '{review}', '{"reason": "of_a_later_release", "at": "2026-11-20T10:00:00Z"}')
      WHERE id = '${id}';
      COMMIT`);

  it('does not keep the sweep from the other orders', async () => {
    const [spoilt, other] = [await createOrder(rig), await createOrder(rig)];
    await spoil('orders', spoilt.id);
    rig.advance(2 * DAY);
    await rig.sweep();
    expect((await rig.api('GET', `/orders/${other.id}`)).body.status).toBe('expired');
    expect(rig.log.text()).toContain('an order could not be looked at and will be again');
  });

  it('does not keep the sweep from the other repeat payments', async () => {
    const [spoilt, other] = [await created(rig), await created(rig, { ...FIXED, reference: 'GYM-18' })];
    await spoil('repeat_payments', spoilt);
    rig.advance(60 * DAY);
    await rig.sweep();
    expect((await rig.api('GET', `/repeat-payments/${other}`)).body).toMatchObject({ closed_as: 'expired' });
    expect(rig.log.text()).toContain('a repeat payment could not be looked at and will be again');
  });
});
