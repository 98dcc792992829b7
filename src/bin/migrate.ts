import { migrateDatabase } from '../postgres/open-database';
import { runCommand } from '../server/command';
import { loadMigration } from '../server/config/load-config';
import type { Logger } from '../server/log/logger';

/** `npm run migrate`: brings the schema up to date and ends. Needs DATABASE_URL and nothing else. */
async function migrate(logger: Logger): Promise<void> {
  const { url, role } = loadMigration();
  const names = await migrateDatabase(url, logger, role);
  if (names.length === 0) logger.info({}, 'the database schema is up to date already');
  if (role) logger.info({}, 'the role of the server has its rights');
}

void runCommand(migrate, (logger, err) =>
  logger.fatal({ err }, 'the database schema could not be brought up to date'),
);
