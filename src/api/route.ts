import type { Request } from 'express';
import { z } from 'zod';
import type { PartsOf, Path } from '../kernel/paths';
import { param } from '../web/params';
import { type AppError, InvalidInput } from '../kernel/errors';

/**
 * One call of the API, defined once: the same object serves it, reads its input and describes it in the reference.
 * Every feature makes its calls with `apiRoute` and passes them to the API, which adds keys, limits and idempotency.
 */
export interface ApiRoute {
  readonly method: Method;
  /** What Express matches. */
  readonly pattern: string;
  /** A unique name for generated clients: `createOrder`. */
  readonly id: string;
  /** The call's heading in the reference. */
  readonly group: string;
  readonly summary: string;
  readonly description: string;
  /** Whether the call needs no key. */
  readonly isPublic: boolean;
  readonly parts: Readonly<Record<string, PathPart>>;
  readonly query: z.ZodObject;
  /** Null where no body is read. */
  readonly body: z.ZodType | null;
  readonly answer: { readonly status: 200 | 201; readonly schema: z.ZodType; readonly description: string };
  readonly refusals: readonly Refusal[];
  readonly examples: readonly ApiExample[];
  /**
   * Reads the whole input before anything happens.
   * @throws InvalidInput
   */
  prepare(req: Request, caller: string | null): Act;
}

export type Method = 'get' | 'post' | 'patch';

/** Does what was asked. */
export type Act = (ticket: string | null) => Promise<Answered>;

export interface Answered {
  readonly status: number;
  readonly location: string | null;
  readonly body: unknown;
}

export interface PathPart {
  readonly description: string;
  readonly example: string;
}

/** One way in which a call can be refused: the error that the code throws, and when it does. */
export interface Refusal {
  readonly error: AppError;
  readonly when: string;
}

/** A request to the address with the parts' own examples, and its exact answer. */
export interface ApiExample {
  readonly title: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  readonly answer: object;
}

export interface Call<Part, Query, Body> {
  readonly param: (name: Part) => string;
  readonly query: Query;
  readonly body: Body;
  /** The API key of the request, as a label that may be logged; null on public calls. */
  readonly caller: string | null;
  /**
   * 128 bits in base64url that stay the same through all tries of one `Idempotency-Key`: an object whose id is made from it is made once,
   * even if an earlier try was interrupted before its answer was stored. Null without a key.
   */
  readonly ticket: string | null;
}

interface Definition<
  Pattern extends string,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly method: Method;
  readonly path: Path<Pattern>;
  readonly id: string;
  readonly group: string;
  readonly summary: string;
  readonly description: string;
  readonly isPublic?: boolean;
  readonly parts: Readonly<Record<PartsOf<Pattern>, PathPart>>;
  readonly query: Query;
  readonly body: Body;
  readonly answer: {
    readonly status: 200 | 201;
    readonly schema: Answer;
    readonly description: string;
    /** The address of the object that was made. */
    readonly location?: (made: Readable<z.input<Answer>>) => string;
  };
  readonly refusals: readonly Refusal[];
  readonly examples: readonly ApiExample[];
  readonly handle: (
    call: Call<PartsOf<Pattern>, z.output<Query>, z.output<Body>>,
  ) => Promise<Readable<z.input<Answer>>>;
}

/** A handler's answer: any object of that shape, frozen or not. */
type Readable<T> = T extends object ? { readonly [Key in keyof T]: Readable<T[Key]> } : T;

/** For calls without a query. A query that is sent all the same is refused, since it is a misunderstanding. */
export const NO_QUERY = z.strictObject({});

/** For calls without a body: nothing, or an empty object. */
export const NO_BODY = z.strictObject({}).optional();

export function apiRoute<
  Pattern extends string,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(definition: Definition<Pattern, Query, Body, Answer>): ApiRoute {
  const { path, query, body, answer, handle, isPublic = false, ...described } = definition;
  return {
    ...described,
    pattern: path.pattern,
    isPublic,
    query,
    body: hasBody(body) ? body : null,
    answer,
    prepare: (req, caller) => {
      const call = {
        param: (name: PartsOf<Pattern>) => param(req, name),
        query: readInput(query, req.query),
        body: readInput(body, req.body),
        caller,
      };
      return async (ticket) => {
        const answered = await handle({ ...call, ticket });
        return { status: answer.status, location: answer.location?.(answered) ?? null, body: answered };
      };
    },
  };
}

function hasBody(body: z.ZodType): boolean {
  return body !== NO_BODY;
}

/** @throws InvalidInput that names every invalid field, without repeating its value */
function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
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
