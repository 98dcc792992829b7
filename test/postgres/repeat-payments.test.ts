/** @jest-environment ./test/support/pglite-environment.cjs */
import { MINUTE } from '../../src/kernel/clock';
import { createDependencies } from '../../src/server/services';
import { syncAfterReturn } from '../../src/repeat-payments/use-cases/sync-after-return';
import { agree, answerAtBank, created, lastSetup, read, told } from '../repeat-payments/support/started';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { rigDefaults, startRig, type Rig } from '../support/rig';

/** What is true of repeat payments in memory is true of them on PostgreSQL: the same tests, with everything kept there. */
describe('on PostgreSQL', () => {
  let place: OrderDatabase;
  beforeAll(async () => {
    place = await createOrderDatabase();
    rigDefaults.database = async () => {
      await place.empty();
      return place.database;
    };
  });
  afterAll(async () => {
    rigDefaults.database = null;
    await place.drop();
  });

  describe.each([
    '../repeat-payments/starting.test',
    '../repeat-payments/moving.test',
    '../repeat-payments/trust.test',
  ])('%s', (file) => {
    jest.requireActual(file);
  });

  describe('a process that ends while the customer is at the bank', () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await startRig();
      rig.sandbox.notifications.withhold(true);
    });
    afterEach(() => rig.stop());

    /** Built anew on the same database: nothing of the first one's memory is left. */
    const next = () =>
      createDependencies(rig.dependencies.config, rig.log, place.database, {
        clock: rig.clock,
        timers: rig.clock,
      });

    it('leaves the next one to receive them, whose way back starts what they agreed to, once', async () => {
      const id = await created(rig);
      await agree(rig, id);
      const back = new URL(await answerAtBank(rig, id));
      const at = { repeatPaymentId: id, setupId: (await lastSetup(rig, id)).id };
      const scheduleId = String(rig.sandbox.schedules.list()[0]?.id);
      expect(back.pathname).toContain(at.setupId);
      await Promise.all(
        [next(), next()].map((each) =>
          syncAfterReturn(each.repeatPayments, at, { transactionId: null, scheduleId }),
        ),
      );
      expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: null });
      expect(await told(rig, id)).toEqual(['started', 'paid']);
    });

    it('leaves the next one’s sweep to find it when they never come back', async () => {
      const id = await created(rig);
      await agree(rig, id);
      await answerAtBank(rig, id);
      rig.advance(MINUTE);
      const looks = () =>
        // each reads Blink's list once
        rig.sandbox.calls({ method: 'GET' }).filter(({ path }) => /\/repeat-payments(?:\?|$)/.test(path))
          .length;
      const before = looks();
      const sweeps = [next(), next()].map(({ repeatPaymentSweep }) => repeatPaymentSweep);
      for (const each of sweeps) each.wake();
      await Promise.all(sweeps.map((each) => each.drain()));
      expect(looks() - before).toBe(1);
      expect(await told(rig, id)).toEqual(['started', 'paid']);
    });
  });
});
