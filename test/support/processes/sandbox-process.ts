/** Blink, in a process that no death of ours reaches. */
import { startSandbox } from '../../../src/sandbox/start-sandbox';

async function main(): Promise<void> {
  const { origin } = await startSandbox({ settings: { rateLimit: null } });
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port: Number(new URL(origin).port) })}\n`);
}

process.once('disconnect', () => process.exit(2)); // the test is gone

void main();
