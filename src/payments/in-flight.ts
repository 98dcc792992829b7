/** Work that a stopping process must let finish: charges, and whatever records their answers. */
export class InFlight {
  private readonly works = new Map<string, Set<Promise<unknown>>>();

  /** Runs work under an order's id, so that others can wait for it. */
  track<Result>(orderId: string, work: () => Promise<Result>): Promise<Result> {
    const running = work();
    const settled: Promise<unknown> = running
      .catch(() => undefined)
      .finally(() => this.forget(orderId, settled));
    const works = this.works.get(orderId) ?? new Set();
    this.works.set(orderId, works.add(settled));
    return running;
  }

  /** Resolves when the order's running work in this process has ended, whether it succeeded or failed. */
  async settled(orderId: string): Promise<void> {
    await Promise.all([...(this.works.get(orderId) ?? [])]);
  }

  /** Resolves when nothing runs any more. */
  async drain(): Promise<void> {
    while (this.works.size > 0) await Promise.all([...this.works.values()].flatMap((works) => [...works]));
  }

  private forget(orderId: string, work: Promise<unknown>): void {
    const works = this.works.get(orderId);
    works?.delete(work);
    if (works?.size === 0) this.works.delete(orderId);
  }
}
