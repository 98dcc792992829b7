import type { Clock } from '../../kernel/clock';
import { later, SECOND } from '../../kernel/clock';
import type { ScheduleType } from './repeat-payment';

/** The ids of the schedules in Blink's list, by their reference. */
export type IdsByReference = ReadonlyMap<string, readonly number[]>;

/** The list has a page for every fifty schedules, and each page is a call: one walk serves everybody who asks this soon after it began. */
const SERVES_MS = 5 * SECOND;

interface Walk {
  readonly begunAt: Date;
  readonly ids: Promise<IdsByReference>;
}

/** The latest walk through Blink's list of each type, while it is recent. */
export class RecentWalks {
  private readonly walks = new Map<ScheduleType, Walk>();

  constructor(private readonly clock: Clock) {}

  /** @returns null when no walk was begun just now */
  find(type: ScheduleType): Promise<IdsByReference> | null {
    const walk = this.walks.get(type);
    const now = this.clock.now();
    const isRecent = walk && walk.begunAt <= now && now < later(walk.begunAt, SERVES_MS); // a walk begun after now: the clock was set back
    return isRecent ? walk.ids : null;
  }

  /** A walk that fails serves those who wait for it and nobody after them. */
  begin(type: ScheduleType, ids: Promise<IdsByReference>): void {
    const walk = { begunAt: this.clock.now(), ids };
    this.walks.set(type, walk);
    ids.catch(() => {
      if (this.walks.get(type) === walk) this.walks.delete(type);
    });
  }

  /** Called when we may have added a schedule to the list. */
  forget(): void {
    this.walks.clear();
  }
}
