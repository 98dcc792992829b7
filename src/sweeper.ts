import { SECOND, type Timers } from './clock';
import type { Payments } from './payments/payments';
import { sweep } from './payments/sweep';

const PAUSE_MS = 10 * SECOND;

/** Keeps the sweep going, one run after the other. */
export class Sweeper {
  private running: Promise<void> = Promise.resolve();
  private isStopped = true;

  constructor(
    private readonly payments: Payments,
    private readonly timers: Timers,
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
    try {
      await sweep(this.payments);
    } catch (error) {
      this.payments.log.error({ err: error }, 'the sweep could not run');
    }
  }
}
