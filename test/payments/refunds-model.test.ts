import fc from 'fast-check';
import { DAY } from '../../src/kernel/clock';
import { AppError } from '../../src/kernel/errors';
import type { OrderSummary } from '../../src/orders/domain/order-summary';
import { summaryOf } from '../../src/orders/domain/summary';
import { closeReview } from '../../src/orders/use-cases/close-review';
import { refundOrder } from '../../src/orders/use-cases/refund-order';
import { hear, paidOrder, type PaidOrder } from '../support/paid';
import { startRig, type Rig } from '../support/rig';

/** What the bank knows, beside what our ledger says: whatever happens, the two never drift apart to the shop's or the shopper's harm. */
type Step =
  | { readonly type: 'refund'; readonly amounts: readonly (number | null)[]; readonly fault: Fault }
  | { readonly type: 'settle' | 'sweep' | 'find_out' };

type Fault = 'none' | 'lost_before' | 'lost_after' | 'refused';

const FAULTS = {
  lost_before: { kind: 'reset-before' },
  lost_after: { kind: 'reset-after' },
  refused: { kind: 'status', status: 400, body: { success: false, message: 'No' } },
} as const;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('refund' as const),
      amounts: fc.array(fc.option(fc.integer({ min: 1, max: 700 })), { minLength: 1, maxLength: 5 }),
      fault: fc.constantFrom<Fault>('none', 'none', 'none', 'lost_before', 'lost_after', 'refused'),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom({ type: 'settle' as const }, { type: 'sweep' as const }) },
  { weight: 2, arbitrary: fc.constant({ type: 'find_out' as const }) },
);

let rig: Rig;
beforeAll(async () => void (rig = await startRig()));
afterAll(() => rig.stop());

/** Past the API, whose allowance of requests a long run would use up. */
async function orderOf(id: string): Promise<OrderSummary> {
  const order = await rig.dependencies.payments.orders.find(id);
  if (!order) throw new Error('The order is gone');
  return summaryOf(order);
}

async function refund(id: string, amount: number | null): Promise<void> {
  try {
    await refundOrder(rig.dependencies.payments, id, { amount: amount ?? undefined }, { by: 'api' });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

const goneAtBlink = ({ transactionId }: PaidOrder): number => {
  const entry = rig.sandbox.transaction(transactionId);
  return (entry?.refunded ?? 0) + (entry?.cancelled ?? 0);
};

async function take(paid: PaidOrder, { ...each }: Step): Promise<void> {
  switch (each.type) {
    case 'refund': {
      if (each.fault !== 'none') {
        rig.sandbox.breakNext({ method: 'POST', path: /\/(refunds|cancels)$/ }, FAULTS[each.fault]);
      }
      await Promise.all(each.amounts.map((amount) => refund(paid.id, amount)));
      rig.sandbox.mend();
      return;
    }
    case 'settle':
      rig.sandbox.settle();
      return hear(rig);
    case 'sweep':
      rig.advance(DAY);
      await rig.settle();
      await rig.sweep();
      return hear(rig);
    case 'find_out':
      return findOut(paid);
  }
}

/** A human looks into Blink's portal and tells the truth. */
async function findOut(paid: PaidOrder): Promise<void> {
  const order = await orderOf(paid.id);
  if (order.needs_review !== 'refund_unknown') return;
  const unknown = order.refunds.filter(({ status }) => status === 'unknown');
  const missing = goneAtBlink(paid) - order.amount_refunded;
  const total = unknown.reduce((sum, { amount }) => sum + amount, 0);
  if (missing !== 0 && missing !== total) return; // some happened and some did not: the portal's business, not the API's
  const resolution = missing === 0 ? 'refund_failed' : 'refund_succeeded';
  const found = { resolution, note: 'Seen in the portal' } as const;
  await closeReview(rig.dependencies.payments, paid.id, found, { by: 'api' });
}

async function check(paid: PaidOrder): Promise<void> {
  const order = await orderOf(paid.id);
  const gone = goneAtBlink(paid);
  const blocked = order.refunds
    .filter(({ status }) => status === 'unknown')
    .reduce((sum, { amount }) => sum + amount, 0);
  expect(gone).toBeLessThanOrEqual(order.amount_captured);
  expect(order.amount_refunded).toBeLessThanOrEqual(gone);
  expect(gone).toBeLessThanOrEqual(order.amount_refunded + blocked);
  expect(order.amount_refundable).toBe(order.amount_captured - order.amount_refunded - blocked);
  expect(order.amount_reversed).toBe(0);
  if (blocked > 0) expect(order.needs_review).toBe('refund_unknown');
}

it('never gives back more than was taken, and knows what it gave back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
      const paid = await paidOrder(rig);
      expect(paid.transactionId).not.toBeNull();
      for (const each of steps) {
        await take(paid, each);
        await check(paid);
      }
    }),
    { numRuns: Number(process.env['MODEL_RUNS'] ?? 25) },
  );
}, 240_000);
