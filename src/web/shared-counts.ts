import { z } from 'zod';
import { systemClock } from '../kernel/clock';
import type { Database } from '../postgres/database';

/** How often a key was counted in its window, and when that ends: milliseconds since 1970. */
export interface SharedWindow {
  readonly points: number;
  readonly endsAt: number;
}

export interface Count extends SharedWindow {
  readonly key: string;
}

interface Waiting {
  readonly count: Count;
  readonly resolve: (window: SharedWindow) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One window for each key; a key whose window is over begins the one that is given. The columns are those of rate-limiter-flexible, which
 * counts in the release before. The rows are taken in one order, so that two of these never wait for each other.
 */
const COUNT = {
  name: 'count_towards_limits',
  text: `
    INSERT INTO rate_limits AS kept (key, points, expire)
    SELECT key, points, expire FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS given (key, points, expire)
    ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
      points = excluded.points + CASE WHEN kept.expire <= $4 THEN 0 ELSE kept.points END,
      expire = CASE WHEN kept.expire <= $4 THEN excluded.expire ELSE kept.expire END
    RETURNING key, points, expire`,
};

const countedRow = z.object({ key: z.string(), points: z.number(), expire: z.coerce.number() });

/**
 * Counts in PostgreSQL. What is to be counted at one moment, for one request or for several, is one statement: the limiters of
 * rate-limiter-flexible take one for each limit.
 */
export class SharedCounts {
  private waiting: Waiting[] = [];

  constructor(private readonly database: Database) {}

  /** @returns the window after this count, and before those that came after it */
  add(count: Count): Promise<SharedWindow> {
    return new Promise((resolve, reject) => {
      if (this.waiting.push({ count, resolve, reject }) === 1) queueMicrotask(() => void this.send());
    });
  }

  private async send(): Promise<void> {
    const sent = this.waiting;
    this.waiting = [];
    try {
      const counted = await this.write(totalsOf(sent.map(({ count }) => count)));
      for (const { count, resolve, reject } of sent.reverse()) {
        const window = counted.get(count.key);
        if (!window) reject(new Error('A count came back without its window'));
        else resolve(window);
        if (window) counted.set(count.key, { ...window, points: window.points - count.points });
      }
    } catch (error) {
      for (const { reject } of sent) reject(error);
    }
  }

  private async write(totals: readonly Count[]): Promise<Map<string, SharedWindow>> {
    const values = [
      totals.map(({ key }) => key),
      totals.map(({ points }) => points),
      totals.map(({ endsAt }) => endsAt),
      systemClock.now().getTime(),
    ];
    const rows = await this.database.run(COUNT, values, countedRow);
    return new Map(rows.map(({ key, points, expire }) => [key, { points, endsAt: expire }]));
  }
}

/** A statement can touch a row only once. */
function totalsOf(counts: readonly Count[]): readonly Count[] {
  const totals = new Map<string, Count>();
  for (const count of counts) {
    const before = totals.get(count.key)?.points ?? 0;
    totals.set(count.key, { ...count, points: before + count.points });
  }
  return [...totals.values()];
}
