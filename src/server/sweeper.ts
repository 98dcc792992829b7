import { SECOND, type Timers } from '../kernel/clock';
import type { Log } from '../kernel/log';

/** Looks at some of one kind whose time has come, and says how many it got done: none when there is nothing left to do now. */
export type Sweep = () => Promise<number>;

const PAUSE_MS = 10 * SECOND;

/**
 * Keeps sweeps going, in turn for as long as one of them has something to do, then again after a pause. One that fails does not keep the
 * others from running.
 */
export class Sweeper {
  private running: Promise<void> = Promise.resolve();
  private isStopped = true;

  constructor(
    private readonly sweeps: readonly Sweep[],
    private readonly timers: Timers,
    private readonly log: Log,
  ) {}

  start(): void {
    this.isStopped = false;
    this.scheduleNext();
  }

  /** Resolves when the run that was under way is over; none starts after it. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private scheduleNext(): void {
    this.timers.after(PAUSE_MS, () => {
      if (this.isStopped) return;
      this.running = this.run().finally(() => this.scheduleNext());
    });
  }

  private async run(): Promise<void> {
    for (let done = 1; done > 0 && !this.isStopped;) {
      done = 0;
      for (const sweep of this.sweeps) done += await this.resultOf(sweep);
    }
  }

  private async resultOf(sweep: Sweep): Promise<number> {
    try {
      return await sweep();
    } catch (error) {
      this.log.error({ err: error }, 'the sweep could not run');
      return 0;
    }
  }
}
