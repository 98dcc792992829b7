import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Browsers and proxies send a request when the one before it is answered; a client that pipelines sends a few ahead. */
export const MOST_UNANSWERED = 16;

/**
 * Bounds the memory that one connection can use. Node parses every request of a packet before the first is answered and keeps each answer
 * until those before it are sent: 1,600 requests fit into 64 KB, and their answers may need a gigabyte. A connection with more than
 * `MOST_UNANSWERED` requests is closed, since a parser that has begun a packet cannot be stopped; the requests beyond never reach the app.
 */
export function onlyWithinUnanswered(app: RequestListener): RequestListener {
  const unanswered = new WeakMap<Socket, number>();
  const count = (socket: Socket, change: 1 | -1): number => {
    const now = (unanswered.get(socket) ?? 0) + change;
    unanswered.set(socket, now);
    return now;
  };
  return (req, res) => {
    const { socket } = req;
    if (socket.destroyed) return;
    if (count(socket, 1) > MOST_UNANSWERED) {
      socket.destroy();
      return;
    }
    res.once('close', () => count(socket, -1));
    app(req, res);
  };
}
