import { MemoryStore, type SessionData, Store } from 'express-session';
import type { Clock } from '../kernel/clock';

/**
 * Sessions in memory, never more than a fixed number: the one unused for longest makes room. express-session's own
 * MemoryStore, which keeps them here, forgets none.
 */
export class BoundedSessionStore extends Store {
  readonly #sessions = new MemoryStore();
  readonly #lastUse = new Map<string, number>(); // in that order

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
    private readonly lifeMs: number,
  ) {
    super();
  }

  override get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    const usedAt = this.#lastUse.get(id);
    if (usedAt === undefined || usedAt + this.lifeMs <= this.clock.now().getTime()) this.destroy(id);
    this.#sessions.get(id, callback);
  }

  override set(id: string, session: SessionData, callback?: (error?: unknown) => void): void {
    this.#sessions.set(id, session, callback);
    this.#lastUse.delete(id);
    this.#lastUse.set(id, this.clock.now().getTime());
    this.#makeRoom();
  }

  override touch(id: string, session: SessionData, callback?: () => void): void {
    this.set(id, session, callback);
  }

  override destroy(id: string, callback?: (error?: unknown) => void): void {
    this.#lastUse.delete(id);
    this.#sessions.destroy(id, callback);
  }

  #makeRoom(): void {
    for (const id of this.#lastUse.keys()) {
      if (this.#lastUse.size <= this.most) return;
      this.destroy(id);
    }
  }
}
