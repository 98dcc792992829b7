import { SANDBOX_KEYS, startSandbox } from './start-sandbox';

/** `npm run sandbox`. The only place of the sandbox that reads the environment. */
async function main(): Promise<void> {
  const { SANDBOX_PORT, SANDBOX_HOST, SANDBOX_PUBLIC_URL, SANDBOX_API_KEY, SANDBOX_SECRET_KEY } = process.env;
  const running = await startSandbox({
    port: portFrom(SANDBOX_PORT),
    apiKey: SANDBOX_API_KEY ?? SANDBOX_KEYS.apiKey,
    secretKey: SANDBOX_SECRET_KEY ?? SANDBOX_KEYS.secretKey,
    settings: { repeatBody: 'documented' }, // whoever tries something out should see which payment failed
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
    ...(SANDBOX_HOST !== undefined && { host: SANDBOX_HOST }),
    ...(SANDBOX_PUBLIC_URL !== undefined && { publicUrl: SANDBOX_PUBLIC_URL }),
  });
  process.stdout.write(
    `The Blink sandbox listens at ${running.origin} and is controlled at ${running.origin}/sandbox\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
}

function portFrom(text = '4001'): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`SANDBOX_PORT is not a port: ${text}`);
  return port;
}

main().catch((error: unknown) => {
  process.stderr.write(`The sandbox did not start: ${error instanceof Error ? error.message : 'unknown'}\n`);
  process.exitCode = 1;
});
