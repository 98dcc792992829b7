import type { OrderChange } from '../../src/orders/domain/history';
import { statusOf } from '../../src/orders/domain/status';
import type { Model } from './model';
import { factsOf } from './invariants';
import type { World } from './world';

type Turn =
  | OrderChange['type']
  | 'crash'
  | `flagged ${string}`
  | `by ${string}`
  | `paid by ${string}`
  | 'partially_refunded';

/** What must have happened somewhere in all those lives: else they were too tame to prove anything. */
const TURNS: readonly Turn[] = [
  'crash',
  'order_amended',
  'order_cancelled',
  'order_expired',
  'challenge_received',
  'outcome_unknown',
  'money_captured',
  'money_reversed',
  'attempt_declined',
  'attempt_abandoned',
  'surplus_found',
  'money_authorised',
  'outcome_pending',
  'capture_claimed',
  'capture_confirmed',
  'release_claimed',
  'authorisation_released',
  'refund_succeeded',
  'refund_unknown',
  'part_reversed',
  'paid by card',
  'paid by direct_debit',
  'paid by open_banking',
  'paid by google_pay',
  'partially_refunded',
  'flagged outcome_unknown',
  'flagged late_payment',
  'by return',
  'by notification',
  'by sweep',
  'by api',
];

export class Coverage {
  private readonly seen = new Map<string, number>();

  async add(world: World, model: Model): Promise<void> {
    if (world.lives() > 1) this.count('crash');
    for (const { order, history } of await factsOf(world, model)) {
      for (const { method, captured } of order.attempts) if (captured > 0) this.count(`paid by ${method}`);
      if (statusOf(order) === 'partially_refunded') this.count('partially_refunded');
      for (const { by, change } of history) {
        this.count(change.type);
        this.count(`by ${by}`);
        if (change.type === 'review_flagged') this.count(`flagged ${change.reason}`);
      }
    }
  }

  missing(): readonly string[] {
    return TURNS.filter((turn) => !this.seen.has(turn));
  }

  /** For whoever tunes the draws. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.seen].sort(([one], [other]) => one.localeCompare(other)));
  }

  private count(turn: Turn): void {
    this.seen.set(turn, (this.seen.get(turn) ?? 0) + 1);
  }
}
