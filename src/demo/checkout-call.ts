import { z } from 'zod';
import { AppError } from '../kernel/errors';

/** Nobody knows whether it was done: the same call with the same key may be made again. */
export class CheckoutUnavailable extends AppError {
  readonly status = 503;
  readonly code = 'checkout_unavailable';
}

/** The checkout understood and said no. */
export class CheckoutRefused extends AppError {
  readonly status = 502;
  readonly code = 'checkout_refused';
}

export interface CheckoutAddress {
  readonly checkoutUrl: string;
  readonly apiKey: string;
}

export interface CheckoutCalls {
  /** @throws CheckoutUnavailable, CheckoutRefused */
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  /**
   * @param idempotencyKey the same for every try of one thing, so that an answer that got lost makes no second one
   * @throws CheckoutUnavailable, CheckoutRefused
   */
  post<Schema extends z.ZodType>(
    path: string,
    body: object,
    idempotencyKey: string,
    schema: Schema,
  ): Promise<z.output<Schema>>;
}

const ANSWER_WITHIN_MS = 20_000;
const PROBLEM = z.object({ code: z.string() });

/** @returns calls to the checkout's API, below `/api/v1/` */
export function checkoutCalls({ checkoutUrl, apiKey }: CheckoutAddress): CheckoutCalls {
  const authorization = `Bearer ${apiKey}`;
  const url = (path: string): string => new URL(`/api/v1/${path}`, checkoutUrl).href;
  return {
    get: (path, schema) => read(url(path), { headers: { authorization } }, schema),
    post: (path, body, idempotencyKey, schema) => {
      const headers = {
        authorization,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
      };
      return read(url(path), { method: 'POST', headers, body: JSON.stringify(body) }, schema);
    },
  };
}

async function read<Schema extends z.ZodType>(
  url: string,
  request: RequestInit,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { status, body } = await answerTo(url, request);
  if (status >= 500 || status === 429) throw new CheckoutUnavailable(`The checkout answered ${status}`);
  if (status >= 400) throw new CheckoutRefused(`The checkout refused with ${status} ${codeOf(body)}`);
  const answer = schema.safeParse(body);
  if (!answer.success) throw new CheckoutUnavailable('The answer of the checkout could not be read');
  return answer.data;
}

async function answerTo(url: string, request: RequestInit): Promise<{ status: number; body: unknown }> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(url, { ...request, redirect: 'error', signal });
    return { status: answer.status, body: await bodyOf(answer) };
  } catch (cause) {
    throw new CheckoutUnavailable('The checkout did not answer', { cause });
  }
}

/** @returns null when it is no JSON: what that means depends on the status */
async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(body: unknown): string {
  const problem = PROBLEM.safeParse(body);
  return problem.success ? problem.data.code : '(no code)';
}
