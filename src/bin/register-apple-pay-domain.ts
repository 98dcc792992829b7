import { createBlink } from '../blink/create-blink';
import { registerApplePayDomain } from '../orders/use-cases/register-apple-pay-domain';
import { systemClock } from '../kernel/clock';
import { ConfigInvalid } from '../server/config/config';
import { loadConfig } from '../server/config/load-config';
import { AppError } from '../kernel/errors';
import { createLogger } from '../server/log/logger';

/** `npm run register-apple-pay-domain`, while the server runs with the same configuration. */
async function main(): Promise<void> {
  try {
    const config = loadConfig();
    const log = createLogger({ level: 'silent' });
    await registerApplePayDomain(createBlink({ ...config.blink, clock: systemClock, log }), config.publicUrl);
    process.stdout.write(`${config.publicUrl} is registered for Apple Pay.\n`);
  } catch (error) {
    if (!(error instanceof AppError || error instanceof ConfigInvalid)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

void main();
