import { type Config, ConfigInvalid, loadConfig } from '../server/config/config';
import { createLogger, type Logger } from '../server/log/logger';
import { nodeIsPast } from '../server/node-life';
import { createRunning } from '../server/process';
import { serve } from '../server/serve';

async function main(): Promise<void> {
  const config = usableConfig();
  if (!config) return;
  const logger = createLogger({ level: config.logLevel });
  sayDoubts(config, logger);
  try {
    await serve(await createRunning(config, logger), config, logger);
  } catch (err) {
    logger.fatal({ err }, 'the server could not start');
    await logger.flush();
    process.exit(1);
  }
}

/** What does not keep us from starting, and should be known to whoever started us. */
function sayDoubts({ doubts: { cut, quoted } }: Config, logger: Logger): void {
  if (cut.length > 0)
    logger.warn({ variables: cut }, 'a value in .env ends at a #: put the whole of it in quotes');
  if (quoted.length > 0)
    logger.warn({ variables: quoted }, 'a value begins and ends with a quote: the quotes are part of it');
  const endedOn = nodeIsPast(process.version, new Date());
  if (endedOn !== null)
    logger.warn(
      { node: process.version, endedOn },
      'this Node gets no security fixes any more: run a newer one',
    );
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
