import { SECOND } from '../../kernel/clock';

export interface Readiness {
  readonly ready: boolean;
  /** Where orders are stored, and so whether they survive the process. */
  readonly store: 'memory' | 'postgres';
  readonly durable: boolean;
}

export type AskReadiness = () => Promise<Readiness>;

/** Answers as before until `beginStopping`, and "not ready" from then on, so that a proxy sends its requests elsewhere. */
export function untilStopping(ask: AskReadiness): {
  readonly ask: AskReadiness;
  readonly beginStopping: () => void;
} {
  let isStopping = false;
  return {
    ask: async () => {
      const answer = await ask();
      return { ...answer, ready: answer.ready && !isStopping };
    },
    beginStopping: () => {
      isStopping = true;
    },
  };
}

const TIMEOUT_MS = 3 * SECOND; // monitors decide within seconds

/** @returns null when the store could not be asked, or took too long */
export async function readinessWithin(ask: AskReadiness, timeoutMs = TIMEOUT_MS): Promise<Readiness | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, null);
  });
  try {
    return await Promise.race([ask().catch(() => null), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
