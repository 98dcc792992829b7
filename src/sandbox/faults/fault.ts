import { z } from 'zod';

const milliseconds = z.int().min(0).max(600_000);

/** The kinds that can be written down; a `wrong-types` may carry a function of its own besides. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** Any answer at all. A body of text is sent as it is. `work` says whether what was asked for is done all the same. */
  z.strictObject({
    kind: z.literal('status'),
    work: z.enum(['done', 'not-done']).default('not-done'),
    status: z.int().min(200).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  /** A proxy's error page, and nothing is done. */
  z.strictObject({ kind: z.literal('html'), status: z.int().min(400).max(599).default(503) }),
  /** The work is done; half of the answer arrives. */
  z.strictObject({ kind: z.literal('truncated') }),
  /** The work is done; every value in the answer has another type. */
  z.strictObject({ kind: z.literal('wrong-types') }),
  /** The connection is cut and nothing is done. */
  z.strictObject({ kind: z.literal('reset-before') }),
  /** The work is done, then the connection is cut. */
  z.strictObject({ kind: z.literal('reset-after') }),
  /** `work` says whether the wait comes before or after the work. */
  z.strictObject({
    kind: z.literal('slow'),
    ms: milliseconds,
    work: z.enum(['first', 'last']).default('first'),
  }),
  /** The work is done; the answer comes a few bytes at a time. */
  z.strictObject({
    kind: z.literal('drip'),
    everyMs: milliseconds.default(50),
    bytes: z.int().min(1).max(65_536).default(1),
  }),
  /** No answer ever. */
  z.strictObject({ kind: z.literal('timeout'), work: z.enum(['done', 'not-done']).default('not-done') }),
]);

export type Fault =
  z.input<typeof faultSchema> | { readonly kind: 'wrong-types'; readonly garble: (body: unknown) => unknown };
export type FullFault =
  | z.output<typeof faultSchema>
  | { readonly kind: 'wrong-types'; readonly garble: (body: unknown) => unknown };
