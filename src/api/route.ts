import type { Request } from 'express';
import { z } from 'zod';
import type { PartsOf, Path } from '../kernel/paths';
import { param } from '../web/params';
import { type AppError, InvalidInput } from '../kernel/errors';

/**
 * One call of the API, said once: what is served, what reads its input and what the reference prints are the same object.
 * Every feature with calls of its own makes them with `apiRoute` and hands them to the API, which adds keys, limits and idempotency.
 */
export interface ApiRoute {
  readonly method: Method;
  /** What Express matches. */
  readonly pattern: string;
  /** Unique, a name for generated clients: `createOrder`. */
  readonly id: string;
  /** The heading it stands under in the reference. */
  readonly group: string;
  readonly summary: string;
  readonly description: string;
  /** Whether it is answered without a key. */
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

/** How a call can be refused: an error as the code throws it, and when it does. */
export interface Refusal {
  readonly error: AppError;
  readonly when: string;
}

/** A request, to the address with the parts' own examples, and exactly what is answered to it. */
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
  /** Which API key asks, as a label that may be logged; null on public calls. */
  readonly caller: string | null;
  /**
   * 128 bits in base64url that stay the same through all tries of one `Idempotency-Key`: what is made under an id from it is made once,
   * even if an earlier try was cut off before its answer was kept. Null without a key.
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
    /** The address of what was made. */
    readonly location?: (made: Said<z.input<Answer>>) => string;
  };
  readonly refusals: readonly Refusal[];
  readonly examples: readonly ApiExample[];
  readonly handle: (
    call: Call<PartsOf<Pattern>, z.output<Query>, z.output<Body>>,
  ) => Promise<Said<z.input<Answer>>>;
}

/** What a handler may answer: anything of that shape, frozen or not. */
type Said<T> = T extends object ? { readonly [Key in keyof T]: Said<T[Key]> } : T;

/** For calls that take no query. One that comes all the same is a misunderstanding that should not stay unseen. */
export const NO_QUERY = z.strictObject({});

/** For calls that take no body: none, or an empty object. */
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
    body: takesBody(body) ? body : null,
    answer,
    prepare: (req, caller) => {
      const call = {
        param: (name: PartsOf<Pattern>) => param(req, name),
        query: readInput(query, req.query),
        body: readInput(body, req.body),
        caller,
      };
      return async (ticket) => {
        const said = await handle({ ...call, ticket });
        return { status: answer.status, location: answer.location?.(said) ?? null, body: said };
      };
    },
  };
}

function takesBody(body: z.ZodType): boolean {
  return body !== NO_BODY;
}

/** @throws InvalidInput naming every field that is wrong, without repeating what was in it */
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
