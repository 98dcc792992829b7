import { GatheredWrites } from '../../src/notifications/gathered-writes';

interface Write {
  readonly items: readonly number[];
  readonly succeed: () => void;
  readonly fail: (error: Error) => void;
}

describe('gathered writes', () => {
  let writes: Write[];
  let gathered: GatheredWrites<number>;
  beforeEach(() => {
    writes = [];
    gathered = new GatheredWrites(
      (items) => new Promise((succeed, fail) => writes.push({ items, succeed, fail })),
    );
  });

  const settled = async (promise: Promise<void>): Promise<string> => {
    const open = new Promise<string>((resolve) => setImmediate(() => resolve('open')));
    return Promise.race([
      promise.then(
        () => 'kept',
        (error: unknown) => String(error),
      ),
      open,
    ]);
  };
  const batches = () => writes.map(({ items }) => items);

  it('begin at once when nothing is under way', async () => {
    const first = gathered.add(1);
    expect(batches()).toEqual([[1]]);
    expect(await settled(first)).toBe('open');
    writes[0]?.succeed();
    expect(await settled(first)).toBe('kept');
  });

  it('take together what came while two were under way', async () => {
    const all = [1, 2, 3, 4, 5].map((item) => gathered.add(item));
    expect(batches()).toEqual([[1], [2]]);
    writes[0]?.succeed();
    expect(await Promise.all(all.map(settled))).toEqual(['kept', 'open', 'open', 'open', 'open']);
    expect(batches()).toEqual([[1], [2], [3, 4, 5]]);
    writes[2]?.succeed();
    expect(await Promise.all(all.map(settled))).toEqual(['kept', 'open', 'kept', 'kept', 'kept']);
  });

  it('tell nobody that an item was kept whose write failed, and go on with the next', async () => {
    const all = [1, 2, 3, 4].map((item) => gathered.add(item));
    writes[0]?.fail(new Error('gone'));
    expect(await Promise.all(all.map(settled))).toEqual(['Error: gone', 'open', 'open', 'open']);
    expect(batches()).toEqual([[1], [2], [3, 4]]);
    writes[1]?.succeed();
    writes[2]?.fail(new Error('gone again'));
    expect(await Promise.all(all.slice(1).map(settled))).toEqual([
      'kept',
      'Error: gone again',
      'Error: gone again',
    ]);
    const next = gathered.add(5);
    writes[3]?.succeed();
    expect(await settled(next)).toBe('kept');
  });

  it('are never larger than one statement should be', () => {
    for (let item = 0; item < 1_202; item++) void gathered.add(item);
    expect(batches()).toHaveLength(2);
    writes[0]?.succeed();
    writes[1]?.succeed();
    return new Promise<void>((resolve) => {
      setImmediate(() => {
        expect(writes.map(({ items }) => items.length)).toEqual([1, 1, 500, 500]);
        resolve();
      });
    });
  });
});
