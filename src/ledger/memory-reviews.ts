interface Reviewed<Reason> {
  readonly id: string;
  readonly review: { readonly reason: Reason } | null;
}

/** Which of those that are kept a human should look at, so that nobody has to go through all of them to know. */
export class MemoryReviews<Reason extends string> {
  private readonly reasons = new Map<string, Reason>();

  changed({ id, review }: Reviewed<Reason>): void {
    if (review) this.reasons.set(id, review.reason);
    else this.drop(id);
  }

  drop(id: string): void {
    this.reasons.delete(id);
  }

  count(): ReadonlyMap<Reason, number> {
    const counts = new Map<Reason, number>();
    for (const reason of this.reasons.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return counts;
  }
}
