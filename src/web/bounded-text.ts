import { z } from 'zod';

/**
 * A text whose length is looked at first: nothing else is done with one that is too long. Without `abort` zod goes on to the other checks,
 * and 60 KB keep a pattern busy for seconds. Every text that comes from outside begins with this.
 * @param tooLong what to say instead of zod's own words
 */
export const boundedText = (most: number, { tooLong, missing }: BoundedTextWords = {}) =>
  z.string(missing).max(most, { error: tooLong, abort: true });

/** The same without the white space around it, which does not count. */
export const trimmedText = (most: number, { tooLong, missing }: BoundedTextWords = {}) =>
  z.string(missing).trim().max(most, { error: tooLong, abort: true });

interface BoundedTextWords {
  readonly tooLong?: string;
  /** What to say where there is no text at all. */
  readonly missing?: string;
}
