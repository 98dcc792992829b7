import type { Order, ReviewReason } from './order';

/** Which orders a human should look at, so that nobody has to go through all of them to know. */
export class MemoryReviews {
  private readonly reasons = new Map<string, ReviewReason>();

  changed({ id, review }: Order): void {
    if (review) this.reasons.set(id, review.reason);
    else this.drop(id);
  }

  drop(orderId: string): void {
    this.reasons.delete(orderId);
  }

  count(): ReadonlyMap<ReviewReason, number> {
    const counts = new Map<ReviewReason, number>();
    for (const reason of this.reasons.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return counts;
  }
}
