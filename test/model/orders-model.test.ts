import fc from 'fast-check';
import { DAY } from '../../src/kernel/clock';
import { lives, terms } from './commands';
import { Coverage } from './coverage';
import { expectGoodEnd } from './ending';
import type { Model } from './model';
import { creates } from './moves-of-shop';
import { startWorld, type World } from './world';

const { LONG, MODEL_SEED, MODEL_RUNS, MODEL_PATH } = process.env;
const isLong = LONG === '1';
/** The same every time, so that a build is red because of what was changed; the long run looks where nobody has looked. */
const EVERY_TIME = 20_261_120;
const seed = Number(MODEL_SEED ?? (isLong ? Date.now() % 2 ** 31 : EVERY_TIME));
const numRuns = Number(MODEL_RUNS ?? (isLong ? 2_000 : 50));
const LONGEST_RUN_MS = isLong ? 4 * 60 * 60_000 : 5 * 60_000;

describe('whatever shoppers, shops, Blink, time and crashes do to orders', () => {
  let world: World | null = null;
  afterEach(() => world?.stop());

  it(
    'money is taken once, an order is paid only by it, and nothing is forgotten',
    async () => {
      process.stdout.write(`model: seed ${seed}, ${numRuns} runs\n`);
      const coverage = new Coverage();
      const latePayment = fc.constantFrom('review', 'refund', 'accept');
      await fc.assert(
        fc.asyncProperty(latePayment, terms, lives(isLong ? 40 : 25), async (policy, first, drawn) => {
          const model: Model = { orders: [] };
          const run = await startWorld(policy);
          world = run;
          try {
            await creates(10_99, 2 * DAY, first)(run, model);
            await fc.asyncModelRun(() => ({ model, real: run }), drawn);
            await expectGoodEnd(run, model);
            await coverage.add(run, model);
          } finally {
            await run.stop();
            world = null;
          }
        }),
        { seed, numRuns, ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }) },
      );
      if (isLong) process.stdout.write(`model: ${JSON.stringify(coverage.counts())}\n`);
      if (MODEL_SEED === undefined) expect(coverage.missing()).toEqual([]);
    },
    LONGEST_RUN_MS,
  );
});
