import type { HeldBack } from './rate-limited-transport';
import type { TimeBudget } from './time-budget';
import type { Outcome } from './exchange';

const REPEATS = 2;
const FIRST_PAUSE_MS = 250;

/**
 * Sends, and retries at most twice.
 * @param mayRepeat decides by the outcome; a 429 needs no pause of its own, since its Retry-After delays the next sending
 * @returns the last outcome
 */
export async function sendWithRetries(
  send: () => Promise<Outcome | HeldBack>,
  mayRepeat: (outcome: Outcome) => boolean,
  timeBudget: TimeBudget,
  random: () => number,
): Promise<Outcome | HeldBack> {
  let last = await send();
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    if (last.kind === 'held_back' || !mayRepeat(last)) return last;
    const limited = last.kind === 'reply' && last.status === 429;
    // Full jitter: callers who failed together must not come back together.
    const pauseMs = limited ? 0 : random() * FIRST_PAUSE_MS * 2 ** repeat;
    if (!(await timeBudget.wait(pauseMs))) return last;
    const next = await send();
    if (next.kind === 'held_back') return last; // Blink's last answer tells more
    last = next;
  }
  return last;
}

/** The rule for calls that change nothing. */
export function mayReadAgain(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'reply':
      return outcome.status === 429 || outcome.status >= 500;
    case 'not_connected':
    case 'timeout':
    case 'connection_lost':
      return true;
    case 'too_large':
      return false;
    default:
      return outcome satisfies never;
  }
}

/** The rule for calls that change something at Blink, but move no money. */
export function wasNeverSent(outcome: Outcome): boolean {
  return outcome.kind === 'not_connected';
}
