import { parseArgs } from 'node:util';
import { runCommand, WrongArguments } from '../server/command';
import { loadForgetting } from '../server/config/load-config';
import type { Logger } from '../server/log/logger';
import { forget } from '../server/retention';

const USAGE = 'Usage: npm run forget [-- --dry-run]';

/** `npm run forget`: erases personal data that has been kept for long enough, and ends. Needs DATABASE_URL and no keys. */
async function main(logger: Logger): Promise<void> {
  const isRehearsal = isDryRun();
  await forget(loadForgetting(), isRehearsal, logger);
}

function isDryRun(): boolean {
  try {
    return parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } }).values['dry-run'];
  } catch {
    throw new WrongArguments(USAGE);
  }
}

void runCommand(main, (logger, err) => logger.fatal({ err }, 'personal data could not be erased'));
