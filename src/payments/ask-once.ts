import { BlinkNotAsked } from '../blink/errors';
import type { Log } from '../kernel/log';

/** It is certain that nothing was sent. */
export interface NotSent {
  readonly kind: 'not_sent';
  readonly cause: Error;
}

interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
}

interface Unknown {
  readonly kind: 'unknown';
  readonly cause: string;
}

/**
 * Makes a call that moves money or ends something, once. Unless the call was certainly not sent, whatever goes wrong with it leaves its
 * outcome unknown: the call never ends in an exception that somebody could mistake for a failure.
 * @param which the ids that the call is about, for the log
 */
export async function askOnce<Done extends { readonly kind: 'done' }>(
  log: Log,
  which: object,
  call: () => Promise<Done | Refused | Unknown>,
): Promise<Done | Refused | Unknown | NotSent> {
  try {
    const answer = await call();
    if (answer.kind === 'unknown')
      log.error({ ...which, cause: answer.cause }, 'the outcome of a call is unknown');
    if (answer.kind === 'refused') log.warn(which, 'Blink refused what was asked');
    return answer;
  } catch (error) {
    if (error instanceof BlinkNotAsked) {
      log.warn({ ...which, err: error }, 'a call that moves money was not sent');
      return { kind: 'not_sent', cause: error };
    }
    log.error({ ...which, err: error }, 'the outcome of a call is unknown');
    return { kind: 'unknown', cause: 'failed' };
  }
}
