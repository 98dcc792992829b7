import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';

/** All that would outlive a request: timers and connections that are kept open. Ending it leaves nothing behind. */
export class Lifetime {
  readonly #over = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #held = new Set<Socket>();

  constructor() {
    setMaxListeners(0, this.over); // each delivery under way listens
  }

  get over(): AbortSignal {
    return this.#over.signal;
  }

  after(milliseconds: number, work: () => void): void {
    if (this.over.aborted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, milliseconds);
    this.#timers.add(timer);
  }

  /** Keeps a connection that will never be answered, until the end or until the other side gives up. */
  hold(socket: Socket): void {
    this.#held.add(socket);
    socket.once('close', () => this.#held.delete(socket));
  }

  end(): void {
    this.#over.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const socket of this.#held) socket.destroy();
  }
}
