import { z } from 'zod';
import type { Immutable } from '../kernel/immutable';

export const challengeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('form'),
    action: z.string(),
    fields: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  z.object({ kind: z.literal('page'), url: z.string() }),
]);

/** Where the shopper's bank challenges the shopper (3-D Secure, or a bank's own page). */
export type Challenge = Immutable<z.infer<typeof challengeSchema>>;
