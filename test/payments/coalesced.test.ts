import { SingleFlight } from '../../src/kernel/single-flight';

/** Work whose end the test decides. */
function workshop() {
  const runs: { finish: (result: string) => void; fail: (error: Error) => void }[] = [];
  const work = () =>
    new Promise<string>((finish, fail) => {
      runs.push({ finish, fail });
    });
  return { runs, work };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('coalesced work', () => {
  it('runs at once for whoever asks first', async () => {
    const { runs, work } = workshop();
    const asked = new SingleFlight<string>().run('key', work);
    expect(runs).toHaveLength(1);
    runs[0]?.finish('first');
    expect(await asked).toBe('first');
  });

  it('gives everybody who asks while it runs one run that starts after it', async () => {
    const { runs, work } = workshop();
    const coalesced = new SingleFlight<string>();
    const first = coalesced.run('key', work);
    const others = Array.from({ length: 50 }, () => coalesced.run('key', work));
    await nextTurn();
    expect(runs).toHaveLength(1);
    runs[0]?.finish('first');
    expect(await first).toBe('first');
    await nextTurn();
    expect(runs).toHaveLength(2);
    runs[1]?.finish('second');
    expect(new Set(await Promise.all(others))).toEqual(new Set(['second']));
    expect(runs).toHaveLength(2);
  });

  it('never gives an answer of a run that began before it was asked for', async () => {
    const { runs, work } = workshop();
    const coalesced = new SingleFlight<string>();
    const first = coalesced.run('key', work);
    const second = coalesced.run('key', work);
    runs[0]?.finish('first');
    await first;
    await nextTurn();
    const third = coalesced.run('key', work); // the second runs already
    runs[1]?.finish('second');
    expect(await second).toBe('second');
    await nextTurn();
    expect(runs).toHaveLength(3);
    runs[2]?.finish('third');
    expect(await third).toBe('third');
  });

  it('keeps different keys apart', async () => {
    const { runs, work } = workshop();
    const coalesced = new SingleFlight<string>();
    const both = [coalesced.run('one', work), coalesced.run('other', work)];
    expect(runs).toHaveLength(2);
    runs[1]?.finish('of the other');
    runs[0]?.finish('of the one');
    expect(await Promise.all(both)).toEqual(['of the one', 'of the other']);
  });

  it('runs for those who wait also when the run before failed', async () => {
    const { runs, work } = workshop();
    const coalesced = new SingleFlight<string>();
    const first = coalesced.run('key', work);
    const second = coalesced.run('key', work);
    runs[0]?.fail(new Error('no answer'));
    await expect(first).rejects.toThrow('no answer');
    await nextTurn();
    runs[1]?.finish('second');
    expect(await second).toBe('second');
  });

  it('is as good as new after work that failed, also at once', async () => {
    const coalesced = new SingleFlight<string>();
    const broken = () => {
      throw new Error('at once');
    };
    const both = [coalesced.run('key', broken), coalesced.run('key', broken)];
    for (const each of both) await expect(each).rejects.toThrow('at once');
    await nextTurn();
    expect(await coalesced.run('key', () => Promise.resolve('well'))).toBe('well');
  });

  it('starts again at once when nothing runs any more', async () => {
    const coalesced = new SingleFlight<number>();
    let runs = 0;
    for (let count = 0; count < 5; count++) await coalesced.run('key', () => Promise.resolve(++runs));
    expect(runs).toBe(5);
  });
});
