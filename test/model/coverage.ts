import type { OrderChange } from '../../src/orders/history';
import type { Model } from './model';
import { factsOf } from './invariants';
import type { World } from './world';

type Turn = OrderChange['type'] | 'crash' | `flagged ${string}` | `by ${string}`;

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
  'refund_succeeded',
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
    for (const { history } of await factsOf(world, model)) {
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
