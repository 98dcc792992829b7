import { newestFirst, type ListPosition } from './list-position';

/** Where every kept order stands in the list, so that a page is read without sorting all of them. */
export class MemoryListing {
  /** Oldest first: a new order nearly always goes to the end. */
  private readonly positions: ListPosition[] = [];

  add({ createdAt, id }: ListPosition): void {
    const position = { createdAt, id };
    this.positions.splice(this.countOlderThan(position), 0, position);
  }

  remove(position: ListPosition): void {
    const at = this.countOlderThan(position);
    if (this.positions[at]?.id === position.id) this.positions.splice(at, 1);
  }

  /** Ids, newest first, from the one after a position, whether or not anything stands there. */
  *idsAfter(position: ListPosition | null): Generator<string, void> {
    const count = position ? this.countOlderThan(position) : this.positions.length;
    for (let at = count - 1; at >= 0; at--) {
      const older = this.positions[at];
      if (older) yield older.id;
    }
  }

  private countOlderThan(position: ListPosition): number {
    let [low, high] = [0, this.positions.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const there = this.positions[middle];
      if (there && newestFirst(there, position) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
