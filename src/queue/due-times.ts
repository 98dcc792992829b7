interface Entry {
  readonly key: string;
  readonly at: number;
  /** Of two that are due at the same moment the one that was set first comes first. */
  readonly turn: number;
}

/** Keys by the moment at which each is due: for work in memory what an index is for a table. */
export class DueTimes {
  private readonly current = new Map<string, Entry>();
  /** A binary heap with the first that is due on top. What was replaced or deleted lies in it until it comes up. */
  private heap: Entry[] = [];
  private turns = 0;

  set(key: string, dueAt: Date): void {
    this.turns += 1;
    const entry = { key, at: dueAt.getTime(), turn: this.turns };
    this.current.set(key, entry);
    this.rise(this.heap.push(entry) - 1, entry);
    if (this.heap.length > 2 * this.current.size + 100) this.heap = [...this.current.values()].sort(order);
  }

  delete(key: string): void {
    this.current.delete(key);
  }

  /** @returns the first that is due, which is let go of; null when none is */
  take(now: Date): string | null {
    const first = this.first();
    if (!first || first.at > now.getTime()) return null;
    this.current.delete(first.key);
    return first.key;
  }

  next(): Date | null {
    const first = this.first();
    return first ? new Date(first.at) : null;
  }

  private first(): Entry | null {
    for (let top = this.heap[0]; top; top = this.heap[0]) {
      if (this.current.get(top.key) === top) return top;
      const last = this.heap.pop();
      if (last && last !== top) this.sink(last);
    }
    return null;
  }

  private rise(from: number, entry: Entry): void {
    let index = from;
    for (;;) {
      const above = (index - 1) >> 1;
      const other = this.heap[above];
      if (!other || order(other, entry) <= 0) break;
      this.heap[index] = other;
      index = above;
    }
    this.heap[index] = entry;
  }

  /** From the top. */
  private sink(entry: Entry): void {
    let index = 0;
    for (;;) {
      const below = this.lesser(2 * index + 1, 2 * index + 2);
      const other = this.heap[below];
      if (!other || order(entry, other) <= 0) break;
      this.heap[index] = other;
      index = below;
    }
    this.heap[index] = entry;
  }

  private lesser(left: number, right: number): number {
    const [one, other] = [this.heap[left], this.heap[right]];
    return one && other && order(other, one) < 0 ? right : left;
  }
}

function order(one: Entry, other: Entry): number {
  return one.at - other.at || one.turn - other.turn;
}
