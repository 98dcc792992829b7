import type { Config } from './config/config';
import type { Logger } from './log/logger';

/** Logs problems that do not prevent the start but that the operator should know. */
export function warnAtStart({ doubts: { cut, quoted } }: Config, logger: Logger): void {
  if (cut.length > 0)
    logger.warn({ variables: cut }, 'a value in .env ends at a #: put the whole of it in quotes');
  if (quoted.length > 0)
    logger.warn({ variables: quoted }, 'a value begins and ends with a quote: the quotes are part of it');
  const endedOn = nodeIsPast(process.version, new Date());
  if (endedOn !== null)
    logger.warn(
      { node: process.version, endedOn },
      'this Node gets no security fixes any more: run a newer one',
    );
}

/** The last day of security fixes for each long-term release. @see https://github.com/nodejs/Release */
const LAST_DAYS: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
};
/** Releases with an odd number get fixes for about half a year, and are not in the table. */
const LAST_SHORT_LIVED = 25;

/**
 * Whether this Node no longer gets security fixes.
 * @param version such as `v24.4.1`
 * @returns the day on which the fixes ended; `unknown` for a release that was never long-term; null while it gets fixes, or for a release
 * that is newer than this table
 */
export function nodeIsPast(version: string, now: Date): string | null {
  const major = Number(/^v?(\d{1,4})\./.exec(version)?.[1]);
  const lastDay = LAST_DAYS[major];
  if (lastDay !== undefined) return now > new Date(`${lastDay}T23:59:59Z`) ? lastDay : null;
  return major <= LAST_SHORT_LIVED ? 'unknown' : null;
}
