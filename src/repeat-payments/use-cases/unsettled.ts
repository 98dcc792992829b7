import type { Move } from '../domain/repeat-payment';

/** It may be happening, or may have happened. */
export function isUnsettled({ status }: Move): boolean {
  return status === 'claimed' || status === 'unknown';
}
