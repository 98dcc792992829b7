import fc from 'fast-check';
import { COMMANDS } from './commands';
import { expectGoodEnd } from './ending';
import type { Model } from './model';
import { startWorld, type World } from './world';

const { LONG, MODEL_SEED, MODEL_RUNS, MODEL_PATH, MODEL_REPLAY } = process.env;
const isLong = LONG === '1';
/** The same every time, so that a build is red because of what was changed; the long run looks where nobody has looked. */
const EVERY_TIME = 20_261_120;
const seed = Number(MODEL_SEED ?? (isLong ? Date.now() % 2 ** 31 : EVERY_TIME));
const numRuns = Number(MODEL_RUNS ?? (isLong ? 2_000 : 40));
const LONGEST_RUN_MS = isLong ? 4 * 60 * 60_000 : 120_000;

describe('whatever shoppers, shops, Blink, time and crashes do to orders', () => {
  let world: World | null = null;
  afterEach(() => world?.stop());

  it(
    'money is taken once, an order is paid only by it, and nothing is forgotten',
    async () => {
      process.stdout.write(`model: seed ${seed}, ${numRuns} runs\n`);
      const commands = fc.commands([...COMMANDS], {
        maxCommands: isLong ? 40 : 25,
        size: 'max',
        ...(MODEL_REPLAY === undefined ? {} : { replayPath: MODEL_REPLAY }),
      });
      await fc.assert(
        fc.asyncProperty(commands, async (drawn) => {
          const model: Model = { orders: [] };
          const run = await startWorld();
          world = run;
          try {
            await fc.asyncModelRun(() => ({ model, real: run }), drawn);
            await expectGoodEnd(run, model);
          } finally {
            await run.stop();
            world = null;
          }
        }),
        { seed, numRuns, ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }) },
      );
    },
    LONGEST_RUN_MS,
  );
});
