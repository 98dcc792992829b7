import type { Measured } from '../../bench/load';
import { interleaved, median } from '../../bench/rounds';

const measured = (perSecond: number): Measured => ({
  perSecond,
  p99Ms: 1_000 / perSecond,
  cpuMs: 100 / perSecond,
});

describe('the rounds of a bench', () => {
  /** Contenders that say, one after the other, what they are told to. */
  function contest(...rates: readonly number[][]) {
    const turns: string[] = [];
    const [ours = [], theirs = []] = rates.map((each) => [...each]);
    const says = (name: string, left: number[]) => () => {
      turns.push(name);
      return Promise.resolve(measured(left.shift() ?? NaN));
    };
    return { turns, contenders: { ours: says('ours', ours), theirs: says('theirs', theirs) } };
  }

  it('take turns, so that what else goes on hits all of them', async () => {
    const { turns, contenders } = contest([1, 2], [3, 4]);
    await interleaved({ rounds: 2, counts: 'median' }, contenders);
    expect(turns).toEqual(['ours', 'theirs', 'ours', 'theirs']);
  });

  it('give the median of each', async () => {
    const { contenders } = contest([500, 100, 200], [10, 40, 50]);
    const result = await interleaved({ rounds: 3, counts: 'median' }, contenders);
    expect(result).toEqual({ ours: measured(200), theirs: measured(40) });
  });

  it('give the best of each where that is what counts: the highest rate, the lowest time', async () => {
    const { contenders } = contest([500, 100, 200], [10, 40, 50]);
    const result = await interleaved({ rounds: 3, counts: 'best' }, contenders);
    expect(result).toEqual({ ours: measured(500), theirs: measured(50) });
  });

  it('have no median of nothing', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(() => median([])).toThrow('nothing');
  });
});
