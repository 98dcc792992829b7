import { SECOND } from '../../kernel/clock';

export interface Readiness {
  readonly ready: boolean;
  /** What keeps the orders, and whether they survive the process. */
  readonly store: 'memory' | 'postgres';
  readonly durable: boolean;
}

export type AskReadiness = () => Promise<Readiness>;

/** The same answer until `beginStopping`, and no from then on, so that a proxy sends its requests elsewhere. */
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

const PATIENCE_MS = 3 * SECOND; // whoever watches us decides within seconds

/** @returns null when the store could not be asked, or took too long */
export async function readinessWithin(
  ask: AskReadiness,
  patienceMs = PATIENCE_MS,
): Promise<Readiness | null> {
  let timer: NodeJS.Timeout | undefined;
  const outOfPatience = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patienceMs, null);
  });
  try {
    return await Promise.race([ask().catch(() => null), outOfPatience]);
  } finally {
    clearTimeout(timer);
  }
}
