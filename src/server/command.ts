import { ConfigInvalid } from './config/config';
import { createLogger, type Logger } from './log/logger';

/** A command was called with unknown arguments: its usage is printed. */
export class WrongArguments extends Error {}

/**
 * Runs a command to its end. An error in its arguments or its configuration is written in plain text for whoever called it; the process
 * then ends with 1.
 * @param failed logs, for every other error, what could not be done
 */
export async function runCommand(
  run: (logger: Logger) => Promise<void>,
  failed: (logger: Logger, err: unknown) => void,
): Promise<void> {
  const logger = createLogger({ level: 'info' });
  try {
    await run(logger);
  } catch (err) {
    if (err instanceof ConfigInvalid || err instanceof WrongArguments)
      process.stderr.write(`${err.message}\n`);
    else failed(logger, err);
    process.exitCode = 1;
  }
  await logger.flush();
}
