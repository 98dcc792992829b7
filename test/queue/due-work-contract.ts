import { later, MINUTE } from '../../src/kernel/clock';
import type { DueWork } from '../../src/queue/contract';
import { NOW } from '../support/orders';

export interface KeptWork<Item> {
  readonly due: DueWork<Item>;
  /** Writes one more piece of work, which is due at `NOW`. @returns its name */
  add(): Promise<string>;
  nameOf(item: Item): string;
  /** Keeps that it was done. */
  done(item: Item): Promise<unknown>;
}

/**
 * What everybody must do who keeps work for a loop.
 * @param make gives one with nothing in it, for each test
 */
export function dueWorkContract<Item>(
  name: string,
  make: () => KeptWork<Item> | Promise<KeptWork<Item>>,
): void {
  describe(`${name} as a keeper of work that falls due`, () => {
    let kept: KeptWork<Item>;
    beforeEach(async () => void (kept = await make()));

    const claim = (at = NOW, limit = 10) => kept.due.claimDue(at, limit, MINUTE);
    const namesOf = (items: readonly Item[]) => items.map((item) => kept.nameOf(item));
    const add = async (count: number) => {
      const names: string[] = [];
      for (let each = 0; each < count; each++) names.push(await kept.add());
      return names;
    };

    it('has nothing to give while nothing waits', async () => {
      expect(await claim()).toEqual([]);
      expect(await kept.due.nextDueAt(NOW)).toBeNull();
    });

    it('says when work is due, and gives it out from that moment on', async () => {
      const name = await kept.add();
      const before = later(NOW, -1);
      expect(await claim(before)).toEqual([]);
      expect(await kept.due.nextDueAt(before)).toEqual(NOW);
      expect(namesOf(await claim())).toEqual([name]);
    });

    it('gives it to one caller, and again when that one was not heard of until its lease was over', async () => {
      const name = await kept.add();
      expect(await claim()).toHaveLength(1);
      expect(await claim()).toHaveLength(0);
      expect(await claim(later(NOW, MINUTE - 1))).toHaveLength(0);
      expect(namesOf(await claim(later(NOW, MINUTE)))).toEqual([name]);
    });

    it('does not call due what somebody holds, until the lease is over', async () => {
      await kept.add();
      await claim();
      const next = await kept.due.nextDueAt(NOW);
      expect(next === null || next > NOW).toBe(true);
      const over = later(NOW, MINUTE);
      expect(Number(await kept.due.nextDueAt(over))).toBeLessThanOrEqual(over.getTime());
    });

    it('gives each to one of many who ask at once', async () => {
      const names = await add(6);
      const claimed = (await Promise.all(Array.from({ length: 8 }, () => claim(NOW, 2)))).flat();
      const given = namesOf(claimed);
      expect(new Set(given).size).toBe(given.length);
      expect([...given, ...namesOf(await claim())].sort()).toEqual(names.sort());
    });

    it('gives no more than were asked for, and says that more is due', async () => {
      await add(3);
      expect(await claim(NOW, 2)).toHaveLength(2);
      expect(Number(await kept.due.nextDueAt(NOW))).toBeLessThanOrEqual(NOW.getTime());
      expect(await claim(NOW, 2)).toHaveLength(1);
    });

    it('does not give out again what was done', async () => {
      await add(2);
      const [first, second] = (await claim()) as [Item, Item];
      await kept.done(first);
      const after = later(NOW, MINUTE);
      expect(namesOf(await claim(after))).toEqual([kept.nameOf(second)]);
    });
  });
}
