import { type Backlog, NOTHING_WAITS } from '../queue/backlog';
import type { Database } from '../postgres/database';
import { BACKLOG, backlogRow, COUNT_OLD, countRow, FORGET, idRow, REPLAY } from './statements';

/** The notices that PostgreSQL keeps, for whoever runs the service: what they tell, and what can be done with them. */
export class NotificationLog {
  constructor(private readonly database: Database) {}

  /** How many are still to be worked off, and since when the oldest. */
  async backlog(): Promise<Backlog> {
    const [backlog] = await this.database.run(BACKLOG, [], backlogRow);
    return backlog ?? NOTHING_WAITS;
  }

  /**
   * Has every payment looked at again about which something was received in this time, whatever became of it then.
   * @param now when to begin
   * @returns how many notices that is
   */
  async replay(from: Date, to: Date, now: Date): Promise<number> {
    return (await this.database.run(REPLAY, [from, to, now], idRow)).length;
  }

  /** How many `forget` would let go of. */
  async countOld(receivedBefore: Date): Promise<number> {
    const [old] = await this.database.run(COUNT_OLD, [receivedBefore], countRow);
    return old?.count ?? 0;
  }

  /** Lets go of evidence; what is still to be worked off stays. @returns how many notices that was */
  async forget(receivedBefore: Date): Promise<number> {
    return (await this.database.run(FORGET, [receivedBefore], idRow)).length;
  }
}
