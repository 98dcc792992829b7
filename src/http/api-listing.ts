import { z } from 'zod';

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
  cursor: z.string().min(1).max(200).optional().describe('The `next_cursor` of an earlier page.'),
};
