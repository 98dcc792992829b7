/** The whole product in a process of its own, as `server.ts` starts it, with its time and its death in the hands of a test. */
import { createBlink } from '../../../src/blink/create-blink';
import { loadConfig } from '../../../src/server/config/load-config';
import { createDependencies } from '../../../src/server/services';
import { createLogger } from '../../../src/server/log/logger';
import { createRunning } from '../../../src/server/process';
import { serve } from '../../../src/server/serve';
import { Death, MortalDatabase, mortalBlink, type Moment } from './death';
import { MovedTime } from './moved-time';

export type Order =
  { readonly do: 'die'; readonly at: Moment | null } | { readonly do: 'advance'; readonly byMs: number };

const death = new Death();
const time = new MovedTime(Number(process.env['AHEAD_MS'] ?? 0));

const build: typeof createDependencies = (config, log, database) => {
  const blink = createBlink({ ...config.blink, insecureBanks: true, clock: time, log });
  const replaced = { clock: time, timers: time, blink: mortalBlink(blink, death) };
  return createDependencies(config, log, database && new MortalDatabase(database, death), replaced);
};

async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLogger({ level: config.logLevel });
  await serve(await createRunning(config, log, build), config, log);
}

process.on('message', (order: Order) => {
  if (order.do === 'die') death.comesAt(order.at);
  else time.advance(order.byMs);
  process.send?.('done');
});
process.once('disconnect', () => process.exit(2)); // the test is gone

void main();
