import { createServer } from 'node:http';
import { SECOND } from '../kernel/clock';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox';

/** Clearly not real ones. */
export const SANDBOX_KEYS = { apiKey: 'sandbox-api-key', secretKey: 'sandbox-secret-key' } as const;

export interface StartOptions extends Partial<Omit<SandboxOptions, 'publicUrl'>> {
  /** 0 takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 unless a container has to be reached from outside it. */
  readonly host?: string;
  /** How browsers and shops reach it, when that is not where it listens. */
  readonly publicUrl?: string;
}

export interface RunningSandbox {
  readonly origin: string;
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

const TICK_MS = SECOND;

/** @throws RealKeyRefused; rejects when the port is taken */
export async function startSandbox({
  port = 0,
  host = '127.0.0.1',
  publicUrl,
  ...options
}: StartOptions = {}): Promise<RunningSandbox> {
  let origin = publicUrl ?? '';
  const sandbox = createSandbox({ ...SANDBOX_KEYS, ...options, publicUrl: () => origin });
  const server = createServer(sandbox.app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (origin === '' && address !== null && typeof address === 'object')
    origin = `http://127.0.0.1:${address.port}`;
  const ticking = setInterval(() => sandbox.control.clock.advance(0), TICK_MS); // what falls due while nobody calls
  ticking.unref();
  const close = async (): Promise<void> => {
    clearInterval(ticking);
    await sandbox.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return { origin, sandbox, close };
}
