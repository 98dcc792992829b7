interface Turn<Result> {
  readonly running: Promise<Result>;
  next: Promise<Result> | null;
}

/**
 * Lets many ask for the same work at once and does it at most twice: whoever asks while it runs gets the one run that starts after
 * it, never the answer of a run that began before they asked.
 */
export class SingleFlight<Result> {
  private readonly turns = new Map<string, Turn<Result>>();

  run(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = this.turns.get(key);
    if (!turn) return this.start(key, work);
    turn.next ??= turn.running.then(
      () => this.start(key, work),
      () => this.start(key, work),
    );
    return turn.next;
  }

  private start(key: string, work: () => Promise<Result>): Promise<Result> {
    const running = new Promise<Result>((resolve) => resolve(work())); // work that throws at once is a failed run, too
    const turn: Turn<Result> = { running, next: null };
    this.turns.set(key, turn);
    const finish = (): void => {
      if (this.turns.get(key) === turn && !turn.next) this.turns.delete(key);
    };
    turn.running.then(finish, finish);
    return turn.running;
  }
}
