import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import type { Child } from './child';

export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Load {
  readonly seconds: number;
  readonly connections: number;
  /** Requests a second in all; as many as can be answered when it is left out. */
  readonly rate?: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** CPU milliseconds that the server spent on each. */
  readonly cpuMs: number;
}

/**
 * Sends requests, each connection its own share of them, over and over.
 * @throws when a single one is not answered as it should be: a bench of failures measures nothing
 */
export async function load(
  child: Child,
  requests: readonly Asked[],
  { seconds, connections, rate }: Load,
  status = 200,
): Promise<Measured> {
  let begun = 0;
  const before = child.cpuSeconds();
  const result = await autocannon({
    url: child.origin,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    setupClient: (client) => {
      const share = begun++;
      const own = requests.filter((_, index) => index % connections === share);
      client.setRequests((own.length > 0 ? own : requests).map(asAutocannon));
    },
  });
  const cpuSeconds = child.cpuSeconds() - before;
  refuseFailures(child, requests, result, status);
  const { total } = result.requests;
  return {
    perSecond: total / result.duration,
    p99Ms: result.latency.p99,
    cpuMs: (cpuSeconds * 1_000) / total,
  };
}

function asAutocannon({ method, path, headers, body }: Asked): autocannon.Request {
  return { method, path, headers: { ...headers }, ...(body !== undefined && { body }) };
}

function refuseFailures(
  child: Child,
  [first]: readonly Asked[],
  { errors, timeouts, statusCodeStats }: autocannon.Result,
  status: number,
): void {
  const others = Object.keys(statusCodeStats ?? {}).filter((code) => code !== String(status));
  const isSilent = Object.keys(statusCodeStats ?? {}).length === 0;
  if (errors + timeouts > 0 || others.length > 0 || isSilent)
    throw new Error(
      `${first?.path ?? ''} at ${child.origin}: ${errors} errors, ${timeouts} timeouts, ${others.join()} instead of ${status}`,
    );
}

/** For a while, so that whatever is compiled or connected by the first requests does not count. */
export async function warm(child: Child, requests: readonly Asked[], status = 200): Promise<void> {
  await load(child, requests, { seconds: 1, connections: 16 }, status);
  await pause(50);
}
