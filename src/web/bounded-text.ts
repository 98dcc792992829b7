import { z } from 'zod';

/**
 * A text whose length is checked first: the other checks do not run on a text that is too long. Without `abort` zod would run them all, and
 * 60 KB keep a pattern busy for seconds. The schema of every text from outside begins with this.
 * @param tooLong the message in the place of zod's own
 */
export const boundedText = (most: number, { tooLong, missing }: BoundedTextWords = {}) =>
  z.string(missing).max(most, { error: tooLong, abort: true });

/** A bounded text without the white space around it, which does not count towards its length. */
export const trimmedText = (most: number, { tooLong, missing }: BoundedTextWords = {}) =>
  z.string(missing).trim().max(most, { error: tooLong, abort: true });

interface BoundedTextWords {
  readonly tooLong?: string;
  /** The message when there is no text at all. */
  readonly missing?: string;
}
