import { later, MINUTE, SECOND } from '../../src/kernel/clock';
import { WorkLoop } from '../../src/queue/loop';
import { TestClock } from '../support/test-clock';

const MOST_AT_ONCE = 3;
const LEASE_MS = MINUTE;

interface Row {
  readonly name: string;
  dueAt: Date;
}

describe('a loop over work that falls due', () => {
  let clock: TestClock;
  /** What waits. Another process may write it just as well. */
  let rows: Row[];
  /** The questions that it was asked. */
  let asked: ('claim' | 'next')[];
  let done: string[];
  let failures: string[];
  let unasked: number;
  let work: (row: Row) => Promise<Date | null>;
  let loop: WorkLoop<Row>;

  beforeEach(() => {
    clock = new TestClock();
    rows = [];
    asked = [];
    done = [];
    failures = [];
    unasked = 0;
    work = finish;
    loop = loopOn();
  });
  afterEach(() => loop.stop());

  const due = {
    claimDue: (now: Date, limit: number, leaseMs: number) => {
      asked.push('claim');
      const claimed = rows.filter(({ dueAt }) => dueAt <= now).slice(0, limit);
      for (const row of claimed) row.dueAt = later(now, leaseMs);
      return Promise.resolve(claimed);
    },
    nextDueAt: () => {
      asked.push('next');
      const moments = rows.map(({ dueAt }) => dueAt.getTime());
      return Promise.resolve(moments.length > 0 ? new Date(Math.min(...moments)) : null);
    },
  };

  function loopOn(kept = due, claimedTogether = 0): WorkLoop<Row> {
    return new WorkLoop<Row>({
      due: kept,
      clock,
      timers: clock,
      mostAtOnce: MOST_AT_ONCE,
      claimedTogether,
      leaseMs: LEASE_MS,
      work: (row) => work(row),
      onFailure: ({ name }) => failures.push(name),
      onUnasked: () => (unasked += 1),
    });
  }

  function finish(row: Row): Promise<null> {
    done.push(row.name);
    rows = rows.filter((each) => each !== row);
    return Promise.resolve(null);
  }

  const write = (name: string, afterMs = 0) => rows.push({ name, dueAt: later(clock.now(), afterMs) });
  const passes = async (milliseconds: number) => {
    for (let left = milliseconds; left > 0; left -= SECOND) {
      clock.advance(Math.min(left, SECOND));
      await loop.drain();
    }
  };
  const askedWhile = async (act: () => Promise<void>) => {
    asked = [];
    await act();
    return asked;
  };
  const started = async () => {
    loop.start();
    await loop.drain();
  };

  it('asks one question in ten seconds while nothing waits', async () => {
    await started();
    expect(await askedWhile(() => passes(10 * MINUTE))).toEqual(Array(60).fill('next'));
  });

  it('asks no more while everything that waits is due later', async () => {
    write('tomorrow', 24 * 60 * MINUTE);
    await started();
    expect(await askedWhile(() => passes(10 * MINUTE))).toEqual(Array(60).fill('next'));
    expect(done).toEqual([]);
  });

  it('finds what another process wrote within ten seconds', async () => {
    await started();
    await passes(3 * SECOND);
    write('of another');
    await passes(10 * SECOND);
    expect(done).toEqual(['of another']);
  });

  it('does what is due later at its moment, also when another process wrote it', async () => {
    await started();
    await passes(SECOND);
    write('later', 14 * SECOND);
    await passes(13 * SECOND);
    expect(done).toEqual([]);
    await passes(SECOND);
    expect(done).toEqual(['later']);
  });

  it('does what it is woken for at once, with two questions', async () => {
    await started();
    write('just written');
    const questions = await askedWhile(async () => {
      loop.wake();
      await loop.drain();
    });
    expect(done).toEqual(['just written']);
    expect(questions).toEqual(['claim', 'next']);
  });

  it('asks once for many that wake it at once', async () => {
    await started();
    const questions = await askedWhile(async () => {
      for (let each = 0; each < 20; each++) loop.wake();
      await loop.drain();
    });
    expect(questions.length).toBeLessThanOrEqual(4);
  });

  it('misses none that is written while it asks', async () => {
    const nextDueAt = () => {
      const answer = due.nextDueAt();
      if (rows.length === 0 && done.length === 0) {
        write('meanwhile'); // after the answer was made
        loop.wake();
      }
      return answer;
    };
    loop = loopOn({ ...due, nextDueAt });
    await started();
    expect(done).toEqual(['meanwhile']);
  });

  it('does so many at once as it may, and the others as these come to their end', async () => {
    const ends: (() => void)[] = [];
    let most = 0;
    work = async (row) => {
      await new Promise<void>((resolve) => {
        most = Math.max(most, ends.push(resolve));
      });
      return finish(row);
    };
    for (let each = 0; each < 8; each++) write(String(each));
    loop.start();
    while (done.length < 8) {
      await new Promise(setImmediate);
      ends.pop()?.();
    }
    await loop.drain();
    expect(most).toBe(MOST_AT_ONCE);
    expect(done).toHaveLength(8);
  });

  it('claims more together where it is told to, and begins them as there is room', async () => {
    const ends: (() => void)[] = [];
    let busy = 0;
    let most = 0;
    work = async (row) => {
      busy += 1;
      most = Math.max(most, busy);
      await new Promise<void>((resolve) => ends.push(resolve));
      busy -= 1;
      return finish(row);
    };
    loop = loopOn(due, 8);
    for (let each = 0; each < 10; each++) write(String(each));
    loop.start();
    while (done.length < 10) {
      await new Promise(setImmediate);
      ends.shift()?.();
    }
    await loop.drain();
    expect([most, asked.filter((each) => each === 'claim').length]).toEqual([MOST_AT_ONCE, 3]);
    expect(done).toEqual(Array.from({ length: 10 }, (_, each) => String(each)));
  });

  it('tries again at the moment that the work says', async () => {
    const tries: Date[] = [];
    work = (row) => {
      tries.push(clock.now());
      row.dueAt = later(clock.now(), 5 * SECOND);
      return Promise.resolve(row.dueAt);
    };
    write('in vain');
    await started();
    await passes(15 * SECOND);
    const [first] = tries as [Date];
    expect(tries).toEqual([0, 5, 10, 15].map((seconds) => later(first, seconds * SECOND)));
  });

  it('leaves work that failed to its lease, says so, and goes on with the others', async () => {
    work = (row) => (row.name === 'broken' ? Promise.reject(new Error('no')) : finish(row));
    write('broken');
    write('sound');
    await started();
    expect([failures, done]).toEqual([['broken'], ['sound']]);
    await passes(LEASE_MS - SECOND);
    expect(failures).toHaveLength(1);
    work = finish;
    await passes(SECOND);
    expect(done).toEqual(['sound', 'broken']);
  });

  it('asks again ten seconds later when it could not ask, and says so each time', async () => {
    let isAway = true;
    const away = <Answer>(ask: () => Promise<Answer>) =>
      isAway ? Promise.reject<Answer>(new Error('away')) : ask();
    loop = loopOn({
      claimDue: (...given) => away(() => due.claimDue(...given)),
      nextDueAt: () => away(due.nextDueAt),
    });
    write('waits');
    await started();
    await passes(MINUTE);
    expect(unasked).toBe(7);
    isAway = false;
    await passes(10 * SECOND);
    expect(done).toEqual(['waits']);
  });

  it('asks once a second for what is due and held by others', async () => {
    loop = loopOn({ ...due, claimDue: () => (asked.push('claim'), Promise.resolve([])) });
    write('held');
    await started();
    expect((await askedWhile(() => passes(MINUTE))).filter((each) => each === 'claim')).toHaveLength(60);
  });

  it('does what it is woken for before it is started, and looks for nothing by itself', async () => {
    write('one');
    loop.wake();
    await loop.drain();
    expect(done).toEqual(['one']);
    write('two');
    expect(await askedWhile(() => passes(MINUTE))).toEqual([]);
  });

  it('claims nothing more once it is told to stop, and waits for what is under way', async () => {
    let end = (): void => undefined;
    work = async (row) => {
      await new Promise<void>((resolve) => (end = resolve));
      return finish(row);
    };
    write('under way');
    loop.start();
    await new Promise(setImmediate);
    let isStopped = false;
    const stopping = loop.stop().then(() => (isStopped = true));
    for (let each = 0; each < 5; each++) write(`left ${each}`);
    loop.wake();
    await new Promise(setImmediate);
    expect(isStopped).toBe(false);
    end();
    await stopping;
    await passes(MINUTE);
    expect(done).toEqual(['under way']);
  });
});
