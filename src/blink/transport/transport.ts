import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import type { BlinkLog } from './blink-log';
import { type OnCall, outcomeWord } from './call-observer';
import type { Request, Reply, FailureKind, Outcome, Transport } from './exchange';

const LARGEST_BODY = 1_000_000;
/** Shorter than servers keep idle connections, so that we close them first. */
const IDLE_CONNECTION_MS = 4_000;

/**
 * @param baseUrl with the API's path, without a slash at its end
 * @param onCall is called for every call when it is over
 */
export function createTransport(baseUrl: string, log: BlinkLog, onCall?: OnCall): Transport {
  const keepAlive = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  const sharedAgents = { httpAgent: new http.Agent(keepAlive), httpsAgent: new https.Agent(keepAlive) };
  const ownAgents = { httpAgent: new http.Agent(), httpsAgent: new https.Agent() };
  return {
    async send(request) {
      const startedAt = performance.now();
      const agents = request.ownConnection ? ownAgents : sharedAgents;
      const outcome = await exchange(`${baseUrl}/${request.path}`, request, agents);
      const tookMs = performance.now() - startedAt;
      const ms = Math.round(tookMs);
      const resource = request.what;
      if (outcome.kind === 'reply') log.info({ resource, status: outcome.status, ms }, 'Blink answered');
      else log.warn({ resource, failure: outcome.kind, ms }, 'Blink did not answer');
      onCall?.({ resource, outcome: outcomeWord(outcome), ms: tookMs });
      return outcome;
    },
  };
}

interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

async function exchange(url: string, request: Request, agents: Agents): Promise<Outcome> {
  // The signal bounds the whole exchange; with axios's own timeout a reply that comes byte by byte never ends.
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(request.deadlineMs)));
  try {
    const response = await axios.request<unknown>({
      url,
      method: request.method,
      headers: {
        Accept: 'application/json',
        'User-Agent': 'blink-checkout',
        ...bodyHeaders(request),
        ...request.headers,
      },
      data: request.body ? JSON.stringify(request.body) : undefined,
      ...agents,
      signal,
      maxRedirects: 0,
      maxContentLength: request.largestAnswer ?? LARGEST_BODY,
      maxBodyLength: LARGEST_BODY,
      proxy: false,
      responseType: 'text',
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
    });
    return replyFrom(response.status, response.data, response.headers);
  } catch (error) {
    return { kind: failureFrom(error, signal.aborted) };
  }
}

function bodyHeaders(request: Request): Record<string, string> {
  return request.body ? { 'Content-Type': 'application/json' } : {};
}

function replyFrom(status: number, data: unknown, headers: Readonly<Record<string, unknown>>): Reply {
  const header = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  const date = new Date(header('date') ?? Number.NaN);
  return {
    kind: 'reply',
    status,
    text: typeof data === 'string' ? data : '',
    retryAfter: header('retry-after'),
    rateLimit: header('x-ratelimit-limit'),
    rateLeft: header('x-ratelimit-remaining'),
    date: Number.isNaN(date.getTime()) ? null : date,
  };
}

const NEVER_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

function failureFrom(error: unknown, timedOut: boolean): FailureKind {
  if (timedOut) return 'timeout';
  if (!axios.isAxiosError(error)) return 'connection_lost';
  if (NEVER_CONNECTED.has(error.code ?? '') || failedToConnect(error.cause)) return 'not_connected';
  return error.message.startsWith('maxContentLength') ? 'too_large' : 'connection_lost';
}

/** Whether connecting itself failed: no route, or every address refused. */
function failedToConnect(cause: unknown): boolean {
  if (cause instanceof AggregateError) return cause.errors.every(failedToConnect);
  return cause instanceof Error && 'syscall' in cause && cause.syscall === 'connect';
}
