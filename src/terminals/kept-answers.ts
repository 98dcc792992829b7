import { SECOND, type Clock } from '../kernel/clock';

interface KeptAnswer<Result> {
  readonly answer: Promise<Result>;
  /** Null while the call is under way. */
  cameAt: Date | null;
}

const KEPT_MS = 5 * SECOND;
const MOST = 500;

/**
 * Makes one call for all who ask at the same time, and keeps its answer for a few seconds. Failures are kept too: a service in trouble
 * must not be asked again at once.
 */
export class KeptAnswers<Result> {
  private readonly kept = new Map<string, KeptAnswer<Result>>();

  constructor(private readonly clock: Clock) {}

  get(key: string, ask: () => Promise<Result>): Promise<Result> {
    const found = this.kept.get(key);
    if (found && this.isFresh(found)) return found.answer;
    const asked: KeptAnswer<Result> = { answer: ask(), cameAt: null };
    const came = (): void => void (asked.cameAt = this.clock.now());
    asked.answer.then(came, came);
    this.kept.delete(key); // so that the oldest stand first
    this.kept.set(key, asked);
    this.makeRoom();
    return asked.answer;
  }

  private isFresh({ cameAt }: KeptAnswer<Result>): boolean {
    if (!cameAt) return true;
    const ageMs = this.clock.now().getTime() - cameAt.getTime();
    return ageMs >= 0 && ageMs < KEPT_MS; // a negative age: the clock was set back
  }

  private makeRoom(): void {
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST && oldest !== undefined) this.kept.delete(oldest);
  }
}
