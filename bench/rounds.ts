import type { Measured } from './load';

/**
 * Measures the contenders in turn, round after round: what else goes on on the machine hits all of them.
 * @returns the medians of each
 */
export async function interleaved<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<Measured>>>,
): Promise<Record<Name, Measured>> {
  const seen = new Map<string, Measured[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries<() => Promise<Measured>>(contenders)) {
      seen.set(name, [...(seen.get(name) ?? []), await measure()]);
    }
  }
  const medians: Partial<Record<Name, Measured>> = {};
  for (const name of namesOf(contenders)) medians[name] = medianOf(seen.get(name) ?? []);
  if (!isWhole(medians, contenders)) throw new Error('A contender was not measured');
  return medians;
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

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[half - 1 + (sorted.length % 2)], sorted[half]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
  return (low + high) / 2;
}
