import type { IncomingMessage } from 'node:http';
import { SECOND, type Timers } from '../kernel/clock';

/** Less than the server gives a request to arrive, so that a slow sender gets its answer. */
export const PATIENCE_MS = 5 * SECOND;

/**
 * The beginning of a body, however the rest of it comes: what is beyond the limit or comes too late is dropped, and a sender that goes
 * away in the middle has sent what it has sent. Never rejects.
 */
export function firstBytesOf(req: IncomingMessage, limit: number, timers: Timers): Promise<Buffer> {
  return new Promise((resolve) => {
    let received: Buffer[] = [];
    let left = limit;
    const take = (chunk: Buffer): void => {
      received.push(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
      if (left === 0) finish();
    };
    const finish = (): void => {
      req.off('data', take); // the stream flows on, to nobody
      resolve(Buffer.concat(received)); // once: a body may come letter by letter
      received = []; // the timer outlives the request
    };
    req.on('data', take).once('end', finish).once('close', finish).on('error', finish);
    timers.after(PATIENCE_MS, finish);
  });
}
