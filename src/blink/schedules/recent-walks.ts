import type { Clock } from '../../kernel/clock';
import { later, SECOND } from '../../kernel/clock';
import type { ScheduleType } from './repeat-payment';

/** Which schedules Blink's list has under which reference. */
export type IdsByReference = ReadonlyMap<string, readonly number[]>;

/** A list is a page for every fifty schedules, each page a call: one walk serves whoever asks within so long after it began. */
const SERVES_MS = 5 * SECOND;

interface Walk {
  readonly begunAt: Date;
  readonly ids: Promise<IdsByReference>;
}

/** The walks through Blink's list that were begun a moment ago, of each type the last. */
export class RecentWalks {
  private readonly walks = new Map<ScheduleType, Walk>();

  constructor(private readonly clock: Clock) {}

  /** @returns null when nobody has begun one just now */
  find(type: ScheduleType): Promise<IdsByReference> | null {
    const walk = this.walks.get(type);
    const now = this.clock.now();
    const isRecent = walk && walk.begunAt <= now && now < later(walk.begunAt, SERVES_MS); // else the clock was set back
    return isRecent ? walk.ids : null;
  }

  /** One that fails serves those who wait for it and nobody after them. */
  begin(type: ScheduleType, ids: Promise<IdsByReference>): void {
    const walk = { begunAt: this.clock.now(), ids };
    this.walks.set(type, walk);
    ids.catch(() => {
      if (this.walks.get(type) === walk) this.walks.delete(type);
    });
  }

  /** Something of ours may have come into the list. */
  forget(): void {
    this.walks.clear();
  }
}
