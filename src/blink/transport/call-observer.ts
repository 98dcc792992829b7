import type { FailureKind, Outcome } from './exchange';

/** How a call to Blink ended: by the class of the answer's status, the failure, or without having been sent. */
export type CallOutcome = '2xx' | '3xx' | '4xx' | 'rate_limited' | '5xx' | FailureKind | 'held_back';

/** A finished call as metrics may count it: without ids. */
export interface ObservedCall {
  /** `GET transactions/{id}` */
  readonly resource: string;
  readonly outcome: CallOutcome;
  readonly ms: number;
}

export type OnCall = (call: ObservedCall) => void;

export function outcomeWord(outcome: Outcome): CallOutcome {
  if (outcome.kind !== 'reply') return outcome.kind;
  const { status } = outcome;
  if (status === 429) return 'rate_limited';
  if (status < 300) return '2xx';
  if (status < 400) return '3xx';
  return status < 500 ? '4xx' : '5xx';
}
