import { z } from 'zod';
import type { Refusal } from '../route';
import { problemFrom, type Problem } from '../../web/problem';
import type { Example, Reference, ResponseObject } from './document';
import type { JsonSchemas } from './json-schemas';

type Headers = Readonly<Record<string, Reference>>;

/** The refusals that may have a `Retry-After`. */
const MAY_WAIT = ['too_many_requests', 'idempotency_key_in_use', 'blink_unavailable'];
const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/Retry-After' } };

const SAMPLE_REQUEST = '0b6f2c1e-6f43-4a55-9f3e-1d2f7c1f4a10';

export const problemSchema = z
  .object({
    type: z.literal('about:blank').describe('Always this: `code` says which problem it is.'),
    title: z.string().describe('The name of the status.'),
    status: z.int().describe('The HTTP status.'),
    code: z.string().describe('Stable: programs decide by this.'),
    detail: z.string().optional().describe('For the person who reads your log. It may be worded anew.'),
    instance: z.string().describe('The request, as our log names it; also in the header `X-Request-Id`.'),
    errors: z
      .array(
        z.object({
          field: z.string().meta({ description: 'Where, in your own words.', examples: ['customer.email'] }),
          message: z.string().describe('What is wrong with it. What was sent is not repeated.'),
        }),
      )
      .optional()
      .describe('For bad input: what is wrong with each field.'),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused (RFC 9457).' });

interface DescribedProblem {
  readonly problem: Problem;
  readonly when: string;
}

/** A fault of ours is answered without any details. */
const FAULT_OF_OURS: DescribedProblem = {
  problem: problemFrom(null, SAMPLE_REQUEST),
  when: 'A fault of ours. It is safe to repeat the request, a POST with the same `Idempotency-Key`.',
};

/** Refusals with the same status are one response with several codes. */
export function problemResponses(
  refusals: readonly Refusal[],
  schemas: JsonSchemas,
  headers: Headers,
): Readonly<Record<string, ResponseObject>> {
  const described = refusals.map(({ error, when }) => ({
    problem: problemFrom(error, SAMPLE_REQUEST),
    when,
  }));
  const all = [...described, FAULT_OF_OURS];
  const statuses = [...new Set(all.map(({ problem }) => problem.status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const same = all.filter(({ problem }) => problem.status === status);
      return [String(status), response(same, schemas, headers)];
    }),
  );
}

function response(
  described: readonly DescribedProblem[],
  schemas: JsonSchemas,
  headers: Headers,
): ResponseObject {
  const examples = described.map(({ problem, when }): [string, Example] => [
    problem.code,
    { summary: when, value: problem },
  ]);
  const code = { enum: described.map(({ problem }) => problem.code) };
  return {
    description: described.map(({ problem, when }) => `\`${problem.code}\`: ${when}`).join('\n\n'),
    headers: described.some(({ problem }) => MAY_WAIT.includes(problem.code))
      ? { ...headers, ...RETRY_AFTER }
      : headers,
    content: {
      'application/problem+json': {
        schema: { allOf: [schemas.of(problemSchema), { properties: { code } }] },
        examples: Object.fromEntries(examples),
      },
    },
  };
}
