interface Waiting<Item> {
  readonly item: Item;
  readonly kept: () => void;
  readonly failed: (error: unknown) => void;
}

/** More writes at once only make each of them smaller. */
const AT_ONCE = 2;
const MOST_IN_ONE = 500;

/**
 * Writes what comes while a write is under way as one: whoever adds an item waits for the write that has it, and a flood costs a few
 * large writes in place of many small ones.
 */
export class GatheredWrites<Item> {
  private readonly waiting: Waiting<Item>[] = [];
  private underWay = 0;

  /** @param write keeps all of the items or none */
  constructor(private readonly write: (items: readonly Item[]) => Promise<void>) {}

  /** Resolves when the item is kept; rejects as its write does. */
  add(item: Item): Promise<void> {
    return new Promise((kept, failed) => {
      this.waiting.push({ item, kept, failed });
      this.writeNext();
    });
  }

  private writeNext(): void {
    if (this.underWay >= AT_ONCE || this.waiting.length === 0) return;
    const batch = this.waiting.splice(0, MOST_IN_ONE);
    this.underWay += 1;
    this.write(batch.map(({ item }) => item))
      .then(
        () => batch.forEach(({ kept }) => kept()),
        (error: unknown) => batch.forEach(({ failed }) => failed(error)),
      )
      .finally(() => {
        this.underWay -= 1;
        this.writeNext();
      });
  }
}
