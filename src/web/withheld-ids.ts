import { isLikeCardNumber } from '../kernel/card-numbers';
import type { EdgeLog } from './edge';

/**
 * Warns once, when the shop sends it, that an id looks like a card number. The id is accepted all the same: some order numbers look so.
 * @param about the order or repeat payment
 * @param given the texts of each field
 */
export function warnOfWithheldIds(
  log: Pick<EdgeLog, 'warn'>,
  about: object,
  given: Readonly<Record<string, readonly string[]>>,
): void {
  const fields = Object.keys(given).filter((field) => given[field]?.some(isLikeCardNumber));
  for (const field of fields) {
    log.warn(
      { ...about, field },
      'an id that the shop gave reads like a card number: log and events withhold it',
    );
  }
}

/** The names and the values of texts that the shop named itself. */
export function textsIn(metadata: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.entries(metadata).flat();
}
