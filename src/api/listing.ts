import { z } from 'zod';
import { boundedText } from '../web/bounded-text';

/** A page of a list. */
export function listingOf<Item extends z.ZodType>(item: Item, nextCursor: string) {
  return z.object({
    data: z.array(item).describe('The page.'),
    next_cursor: z.string().nullable().describe(nextCursor),
  });
}

export const yesOrNo = z.enum(['true', 'false']);

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('How many at most: 1 to 100.'),
  cursor: boundedText(200).min(1).optional().describe('The `next_cursor` of an earlier page.'),
};
