import fc from 'fast-check';
import type { SchedulePlan } from '../../src/blink/schedules/repeat-payment';
import type { Money } from '../../src/kernel/money';
import { planProblems } from '../../src/repeat-payments/domain/plan-rules';
import { fixedPlan, LOOKED_AT, paymentsOf, TODAY, total, variablePlan, type Payment } from '../blink/plans';
import { startRig, type Rig } from '../support/rig';
import { create, kept, startedByPhone } from './support/started';

const anyPlan = fc.oneof(fixedPlan, variablePlan).filter((plan) => planProblems(plan, TODAY).length === 0);

describe('any plan that the shop may ask for', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
    rig.sandbox.set({ notifications: { withhold: true } });
    rig.sandbox.cardRule('9990', { outcome: 'authorised' }); // whatever the amount
  });
  afterAll(() => rig.stop());

  it('is shown to the customer, and taken by Blink, on the same days and to the same total in minor units', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const expected = inOrder(paymentsOf(plan));
        const id = await startedByPhone(rig, requestFor(plan));
        const taken = await takenAtBlink(id, plan);
        expect(taken).toEqual(expected);
        expect(total(taken)).toBe(total(expected));
        const shown = await shownBefore(plan);
        expect(shown).toEqual(expected.slice(0, shown.length));
        if (!hasNoEnd(plan)) expect(total(shown)).toBe(total(expected));
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  /** What the shop is told before anybody has agreed. */
  async function shownBefore(plan: SchedulePlan): Promise<Payment[]> {
    const { body } = await create(rig, requestFor(plan));
    const payments = body.payments as { readonly date: string; readonly amount: number }[];
    return payments.map(({ date, amount }) => ({ day: date, amount }));
  }

  /** Has Blink take every payment, and reads in its own record which they were. */
  async function takenAtBlink(id: string, plan: SchedulePlan): Promise<Payment[]> {
    const key = (await kept(rig, id)).schedule?.key;
    if (!key) throw new Error('It did not start');
    const type = key.type === 'fixed' ? 'fixed_schedule' : 'variable_schedule';
    const record = () =>
      rig.sandbox.schedules.list().find((each) => each.type === type && each.id === key.id)?.payments ?? [];
    const count = hasNoEnd(plan) ? LOOKED_AT : paymentsOf(plan).length;
    const started = record().filter(({ state }) => state !== 'Pending').length;
    for (let left = count - started; left > 0; left -= 1) rig.sandbox.schedules.runNext(type, key.id);
    return inOrder(
      record()
        .filter(({ state }) => state === 'Captured')
        .map(({ day, amount }) => ({ day, amount })),
    );
  }
});

function hasNoEnd(plan: SchedulePlan): boolean {
  return plan.type === 'fixed' && plan.instalments === null;
}

function inOrder(payments: readonly Payment[]): Payment[] {
  return [...payments].sort((one, other) => one.day.localeCompare(other.day));
}

/** As the shop writes it. */
function requestFor(plan: SchedulePlan): object {
  const common = { type: plan.type, reference: 'ANY-1', currency: 'GBP' };
  if (plan.type === 'variable')
    return {
      ...common,
      schedule: plan.entries.map(({ date, amount }) => ({ date, amount: amount.minor })),
    };
  return {
    ...common,
    amount: plan.amount.minor,
    frequency: plan.frequency,
    every: plan.every,
    instalments: plan.instalments,
    ...given('first_amount', plan.firstAmount),
    ...given('final_amount', plan.finalAmount),
    ...(plan.startDate === null ? {} : { start_date: plan.startDate }),
    ...(plan.finalDate === null ? {} : { final_date: plan.finalDate }),
  };
}

function given(name: string, amount: Money | null): object {
  return amount === null ? {} : { [name]: amount.minor };
}
