import { ConfigInvalid } from '../server/config/config';
import { loadConfig } from '../server/config/load-config';
import { createLogger } from '../server/log/logger';
import { createRunning } from '../server/process';
import { serve } from '../server/serve';
import { warnAtStart } from '../server/start-warnings';

/** `npm start`: the checkout, until the process is told to stop. */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger({ level: config.logLevel });
  warnAtStart(config, logger);
  try {
    await serve(await createRunning(config, logger), config, logger);
  } catch (err) {
    logger.fatal({ err }, 'the server could not start');
    await logger.flush();
    process.exit(1);
  }
}

/** What is wrong with the configuration is written for the person who starts us, so as plain text. */
main().catch((error: unknown) => {
  if (!(error instanceof ConfigInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
