import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import { SECOND } from '../kernel/clock';
import { expressPrototypes } from './express-prototypes';
import { onlyWithinUnanswered } from './unanswered-requests';
import { constantHeaders, type SecurityOptions } from './security';

/** What one connection may cost us, in milliseconds and bytes. With Node's defaults a silent one stays open for a minute. */
export interface Limits {
  readonly headersTimeout: number;
  /** The time for a whole request to arrive, its body included. Our answers may take longer: a charge waits up to 50 s. */
  readonly requestTimeout: number;
  /** How often the two times above are checked: with Node's 30 s that would be the true limit. */
  readonly connectionsCheckingInterval: number;
  /** Longer than a proxy's (60 s is usual), so that we never close a connection that the proxy is just using. */
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

const SILENCE = 120 * SECOND; // without a byte read or written: the other side has stopped reading
/**
 * Zero: the parser passes on every header that fits into `maxHeaderSize`. On Node 20 a limit here would silently drop the headers beyond
 * it, a `Content-Length` too. The app counts instead, and refuses (`refuseTooManyHeaders`).
 */
const NONE_IS_DROPPED = 0;
const MOST_REQUESTS_PER_CONNECTION = 100_000; // so that a proxy's connections are spread anew from time to time

/** A server with limits for the app. Responses by which Node itself refuses have our headers, too. */
export function limitedServer(app: Express, options: SecurityOptions, limits = LIMITS): Server {
  const listener = onlyWithinUnanswered(app);
  const server = createServer({ ...expressPrototypes(app), ...limits }, listener);
  server.on('checkExpectation', listener); // otherwise Node answers by itself, outside the count of unanswered requests
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
