import { type Config, ConfigInvalid, loadConfig } from './config';
import { createLogger } from './logger';
import { createRunning } from './running';
import { serve } from './serve';

async function main(): Promise<void> {
  const config = usableConfig();
  if (!config) return;
  const logger = createLogger({ level: config.logLevel });
  try {
    await serve(await createRunning(config, logger), config, logger);
  } catch (err) {
    logger.fatal({ err }, 'the server could not start');
    await logger.flush();
    process.exit(1);
  }
}

/** What is wrong is written for the person who starts us, so as plain text. */
function usableConfig(): Config | null {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return null;
  }
}

void main();
