import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench';
import { median } from '../rounds';

/** Starting, and doing nothing. */
export async function footprint({ world, report, size }: Bench): Promise<void> {
  const starts: number[] = [];
  const idle: number[] = [];
  for (let start = 0; start < size.starts; start++) {
    const product = await world.startProduct();
    starts.push(product.startedInMs);
    await pause(1_000);
    idle.push(product.residentMb());
    await world.stop(product);
  }
  const add = report.section('The process');
  const [start, memory] = [median(starts), median(idle)];
  add({
    what: 'start until it answers',
    measured: `${Math.round(start)} ms`,
    ratio: '',
    target: '< 500 ms',
    isMet: start < 500,
  });
  add({
    what: 'memory when idle',
    measured: `${Math.round(memory)} MB`,
    ratio: '',
    target: '< 90 MB',
    isMet: memory < 90,
  });
}
