import { ConfigInvalid, loadMigration } from '../server/config/config';
import { createLogger, type Logger } from '../server/log/logger';
import { migrateDatabase } from '../postgres/open-database';

/** `npm run migrate`: brings the schema up to date and ends. Needs DATABASE_URL and nothing else. */
async function main(): Promise<void> {
  const logger = createLogger({ level: 'info' });
  try {
    await run(logger);
  } catch (err) {
    if (err instanceof ConfigInvalid) process.stderr.write(`${err.message}\n`);
    else logger.fatal({ err }, 'the database schema could not be brought up to date');
    process.exitCode = 1;
  }
  await logger.flush();
}

async function run(logger: Logger): Promise<void> {
  const { url, role } = loadMigration();
  const names = await migrateDatabase(url, logger, role);
  if (names.length === 0) logger.info({}, 'the database schema is up to date already');
  if (role) logger.info({}, 'the role of the server has its rights');
}

void main();
