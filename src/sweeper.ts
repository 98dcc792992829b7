import { SECOND, type Timers } from './clock';
import type { Log } from './payments/payments';

/** Looks at everything of one kind whose time has come. */
export type Sweep = () => Promise<unknown>;

const PAUSE_MS = 10 * SECOND;

/** Keeps sweeps going, one run after the other. One that fails does not keep the others from running. */
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
    for (const sweep of this.sweeps) {
      try {
        await sweep();
      } catch (error) {
        this.log.error({ err: error }, 'the sweep could not run');
      }
    }
  }
}
