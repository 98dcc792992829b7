import { parseArgs } from 'node:util';
import { MINUTE, systemClock } from '../kernel/clock';
import { ConfigInvalid, loadForgetting } from '../server/config/config';
import { Forgetting } from '../server/retention';
import { createLogger, type Logger } from '../server/log/logger';
import { openDatabase } from '../postgres/open-database';

const USAGE = 'Usage: npm run forget [-- --dry-run]\n';
/** Evidence of years is deleted in one statement. */
const STATEMENT_MS = 10 * MINUTE;
const LIMITS = { connections: 1, statementMs: STATEMENT_MS, answerMs: STATEMENT_MS };

/** `npm run forget`: erases personal data that has been kept for long enough, and ends. Needs DATABASE_URL and no keys. */
async function main(): Promise<void> {
  const logger = createLogger({ level: 'info' });
  try {
    await forget(logger, isDryRun());
  } catch (err) {
    if (err instanceof ConfigInvalid) process.stderr.write(`${err.message}\n`);
    else if (err instanceof WrongArguments) process.stderr.write(USAGE);
    else logger.fatal({ err }, 'personal data could not be erased');
    process.exitCode = 1;
  }
  await logger.flush();
}

class WrongArguments extends Error {}

function isDryRun(): boolean {
  try {
    return parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } }).values['dry-run'];
  } catch {
    throw new WrongArguments();
  }
}

async function forget(logger: Logger, isRehearsal: boolean): Promise<void> {
  const { databaseUrl: url, afterDays } = loadForgetting();
  const database = await openDatabase({ url, migrate: false, limits: LIMITS }, logger);
  try {
    const forgetting = new Forgetting(database, systemClock, logger, afterDays);
    await (isRehearsal ? forgetting.rehearse() : forgetting.run());
  } finally {
    await database.close();
  }
}

void main();
