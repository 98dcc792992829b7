import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';
const TRIES = 50;

/** The preferred port, or the next one that nobody listens on at this address of the machine. */
export async function freePort(preferred: number, host = LOOPBACK): Promise<number> {
  for (let port = preferred; port < preferred + TRIES; port += 1) {
    if (await isFree(port, host)) return port;
  }
  throw new Error(`No port from ${preferred} to ${preferred + TRIES - 1} is free`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
