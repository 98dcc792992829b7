import fc from 'fast-check';
import type { SchedulePlan } from '../../src/blink/schedules/repeat-payment';
import { fixedPlan, LOOKED_AT, paymentsOf, total, variablePlan, type Payment } from './plans';
import { startAtSandbox, type AtSandbox } from './sandbox-setting';

describe('any valid plan', () => {
  let at: AtSandbox;
  beforeAll(async () => {
    at = await startAtSandbox();
    at.sandbox.set({ notifications: { withhold: true } });
    at.sandbox.cardRule('9990', { outcome: 'authorised' }); // whatever the amount
  });
  afterAll(() => at.stop());

  it('reaches Blink with the same days and the same total in minor units', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fixedPlan, variablePlan), async (plan) => {
        const taken = await takenAtBlink(plan);
        const expected = paymentsOf(plan);
        expect(taken).toEqual(expected);
        expect(total(taken)).toBe(total(expected));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  /** Has Blink take every payment, and reads in its own record which they were. */
  async function takenAtBlink(plan: SchedulePlan): Promise<Payment[]> {
    const schedule = await at.schedule(plan);
    const answer = await at.blink.repeatPayments.create(schedule);
    if (answer.kind !== 'created') throw new Error(`Blink answered ${JSON.stringify(answer)}`);
    const type = plan.type === 'fixed' ? 'fixed_schedule' : 'variable_schedule';
    const record = () =>
      at.sandbox.schedules.list().find(({ reference }) => reference === schedule.reference);
    const { id } = answer.schedule.key;
    const open = plan.type === 'fixed' && plan.instalments === null ? LOOKED_AT : paymentsOf(plan).length;
    const isDueToday = record()?.payments.some(({ state }) => state !== 'Pending');
    for (let left = isDueToday ? open - 1 : open; left > 0; left -= 1) at.sandbox.schedules.runNext(type, id);
    return (record()?.payments ?? [])
      .filter(({ state }) => state === 'Captured')
      .map(({ day, amount }) => ({ day, amount }));
  }
});
