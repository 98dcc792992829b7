import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import { SECOND } from '../kernel/clock';
import { expressPrototypes } from './express-prototypes';
import { onlyWithinUnanswered } from './unanswered-requests';
import { constantHeaders, type SecurityOptions } from './security';

/** What one connection may cost us, in milliseconds and bytes. Node's defaults hold a silent one for a minute. */
export interface Limits {
  readonly headersTimeout: number;
  /** For a whole request to arrive, its body included. Our answers may take longer: a charge waits up to 50 s. */
  readonly requestTimeout: number;
  /** How often the two above are looked at: Node's 30 s would be the true limit. */
  readonly connectionsCheckingInterval: number;
  /** Longer than a proxy's (60 s is usual), so that it is never us who closes a connection the proxy is just using. */
  readonly keepAliveTimeout: number;
  readonly maxHeaderSize: number;
}

export const LIMITS: Limits = {
  headersTimeout: 5 * SECOND,
  requestTimeout: 10 * SECOND,
  connectionsCheckingInterval: SECOND,
  keepAliveTimeout: 65 * SECOND,
  maxHeaderSize: 16 * 1024,
};

const SILENCE = 120 * SECOND; // nothing read and nothing written: a reader that has stopped reading
/**
 * The parser hands on every header that fits into `maxHeaderSize`. A limit of its own would drop what is beyond it without a word on
 * Node 20, a `Content-Length` too: the app counts instead, and refuses (`refuseTooManyHeaders`).
 */
const NONE_IS_DROPPED = 0;
const MOST_REQUESTS_PER_CONNECTION = 100_000; // so that a proxy's connections are spread anew now and then

/** The app behind a server with limits. What Node refuses by itself carries our headers, too. */
export function limitedServer(app: Express, options: SecurityOptions, limits = LIMITS): Server {
  const listener = onlyWithinUnanswered(app);
  const server = createServer({ ...expressPrototypes(app), ...limits }, listener);
  server.on('checkExpectation', listener); // else Node answers by itself, past the count of unanswered requests
  server.maxHeadersCount = NONE_IS_DROPPED;
  server.maxRequestsPerSocket = MOST_REQUESTS_PER_CONNECTION;
  server.setTimeout(SILENCE);
  server.on('clientError', refuseUnreadable(options));
  return server;
}

function refuseUnreadable(options: SecurityOptions): (error: NodeJS.ErrnoException, socket: Socket) => void {
  const headers = Object.entries(constantHeaders(options)).map(
    ([name, value]) => `${name}: ${String(value)}\r\n`,
  );
  return (error, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET' || socket.bytesWritten > 0)
      return void socket.destroy();
    const status = statusFor(error.code);
    const start = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
    socket.end(`${start}${headers.join('')}content-length: 0\r\nconnection: close\r\n\r\n`);
  };
}

function statusFor(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW' ? 413 : 400;
}
