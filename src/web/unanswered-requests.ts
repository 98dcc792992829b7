import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Browsers and proxies send a request when the one before it is answered; a client that pipelines sends a few. */
export const MOST_UNANSWERED = 16;

/**
 * Bounds what one connection makes us hold. Node parses every request of a packet before the first is answered and keeps each answer until
 * those before it are sent: 1,600 requests fit into 64 KB, and their answers into a gigabyte. Who sends more than `MOST_UNANSWERED` ahead
 * is cut off, since a parser that has begun a packet cannot be stopped; none of what is beyond reaches the app.
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
