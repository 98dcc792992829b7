import type { Operation } from '../domain/repeat-payment';

/** It may be happening, or may have happened. */
export function isUnsettled({ status }: Operation): boolean {
  return status === 'claimed' || status === 'unknown';
}
