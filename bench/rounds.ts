import type { Measured } from './load';

export interface Rounds {
  readonly rounds: number;
  /** Of all rounds: the median; or, on a machine that others keep busy, the best, since what others do only ever makes it worse. */
  readonly counts: 'median' | 'best';
}

/**
 * Measures the contenders in turn, round after round: what else goes on on the machine hits all of them.
 * @returns what counts of each
 */
export async function interleaved<Name extends string>(
  { rounds, counts }: Rounds,
  contenders: Readonly<Record<Name, () => Promise<Measured>>>,
): Promise<Record<Name, Measured>> {
  const seen = new Map<string, Measured[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries<() => Promise<Measured>>(contenders)) {
      seen.set(name, [...(seen.get(name) ?? []), await measure()]);
    }
  }
  const result: Partial<Record<Name, Measured>> = {};
  for (const name of namesOf(contenders)) result[name] = SUMMARY[counts](seen.get(name) ?? []);
  if (!isWhole(result, contenders)) throw new Error('A contender was not measured');
  return result;
}

function namesOf<Name extends string>(of: Readonly<Record<Name, unknown>>): Name[] {
  const names: Name[] = [];
  for (const name in of) names.push(name);
  return names;
}

function isWhole<Name extends string>(
  some: Partial<Record<Name, Measured>>,
  all: Readonly<Record<Name, unknown>>,
): some is Record<Name, Measured> {
  return namesOf(all).every((name) => some[name] !== undefined);
}

function medianOf(measured: readonly Measured[]): Measured {
  const middle = (of: (each: Measured) => number) => median(measured.map(of));
  return {
    perSecond: middle(({ perSecond }) => perSecond),
    p99Ms: middle(({ p99Ms }) => p99Ms),
    cpuMs: middle(({ cpuMs }) => cpuMs),
  };
}

function bestOf(measured: readonly Measured[]): Measured {
  return {
    perSecond: Math.max(...measured.map(({ perSecond }) => perSecond)),
    p99Ms: Math.min(...measured.map(({ p99Ms }) => p99Ms)),
    cpuMs: Math.min(...measured.map(({ cpuMs }) => cpuMs)),
  };
}

const SUMMARY = { median: medianOf, best: bestOf };

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[half - 1 + (sorted.length % 2)], sorted[half]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
  return (low + high) / 2;
}
