import { later } from '../../src/kernel/clock';
import { DueTimes } from '../../src/queue/due-times';
import { NOW } from '../support/orders';

const at = (milliseconds: number) => later(NOW, milliseconds);

describe('due times', () => {
  let times: DueTimes;
  beforeEach(() => void (times = new DueTimes()));

  const all = (now = at(1_000_000)) => {
    const taken: string[] = [];
    for (let key = times.take(now); key !== null; key = times.take(now)) taken.push(key);
    return taken;
  };

  it('know none at first', () => {
    expect([times.next(), times.take(NOW)]).toEqual([null, null]);
  });

  it('give what is due, from its moment on, and once', () => {
    times.set('one', NOW);
    expect(times.take(at(-1))).toBeNull();
    expect(times.next()).toEqual(NOW);
    expect([times.take(NOW), times.take(NOW), times.next()]).toEqual(['one', null, null]);
  });

  it('give those first that are due first, and of the same moment those that were set first', () => {
    for (const [key, moment] of [
      ['c', 3],
      ['a', 1],
      ['b1', 2],
      ['b2', 2],
      ['b3', 2],
    ] as const)
      times.set(key, at(moment));
    expect(all(at(2))).toEqual(['a', 'b1', 'b2', 'b3']);
    expect(times.next()).toEqual(at(3));
  });

  it('know of each the moment that was set last, and nothing of what was deleted', () => {
    times.set('moved', at(1));
    times.set('gone', at(2));
    times.set('moved', at(5));
    times.delete('gone');
    expect(times.next()).toEqual(at(5));
    expect(all()).toEqual(['moved']);
  });

  it('agree with a list that is sorted each time, through thousands of changes', () => {
    const expected = new Map<string, number>();
    let seed = 7;
    const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let step = 0; step < 5_000; step++) {
      const key = String(draw(60));
      const moment = draw(1_000);
      if (draw(4) === 0) {
        times.delete(key);
        expected.delete(key);
      } else {
        times.set(key, at(moment));
        expected.set(key, moment);
      }
      const first = Math.min(...expected.values());
      expect(times.next()).toEqual(expected.size > 0 ? at(first) : null);
      if (draw(10) !== 0) continue;
      const now = draw(200);
      const taken = all(at(now));
      const due = [...expected].filter(([, moment]) => moment <= now).map(([name]) => name);
      expect([...taken].sort()).toEqual(due.sort());
      for (const name of due) expected.delete(name);
    }
  });
});
