import type { z } from 'zod';
import { InvalidInput } from '../kernel/errors';

/** @throws InvalidInput naming every field that is wrong, without repeating what was in it */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const read = schema.safeParse(input, {
    error: ({ input: given }) => (given === undefined ? 'is required' : undefined),
  });
  if (read.success) return read.data;
  throw new InvalidInput(read.error.issues.flatMap(fieldErrors));
}

function fieldErrors(issue: z.core.$ZodIssue): InvalidInput['fields'] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, key].map(String).join('.'),
      message: 'is not a field of this request',
    }));
  }
  return [{ field: issue.path.map(String).join('.') || '(body)', message: issue.message }];
}
