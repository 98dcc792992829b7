import { ConfigInvalid } from './config/config';
import { createLogger, type Logger } from './log/logger';

/** A command was called with something that it does not know: its usage is printed. */
export class WrongArguments extends Error {}

/**
 * Runs a command to its end. What is wrong with how it was called or configured is written in plain text for whoever called it; the
 * process then ends with 1.
 * @param failed says in the log what could not be done, for every other error
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
