import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import type { AppError, FieldError } from '../kernel/errors';

/** A problem as RFC 9457 defines it. `code` is stable and for programs; `detail` is for the person who reads the shop's log. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** The request's id, as in our log. */
  readonly instance: string;
  readonly errors?: readonly FieldError[];
}

/** @param error null for a fault of ours, about which the problem says nothing */
export function problemFrom(error: AppError | null, requestId: string): Problem {
  const status = error?.status ?? 500;
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: error?.code ?? 'internal_error',
    ...(error ? { detail: error.message } : {}),
    instance: `urn:uuid:${requestId}`,
    ...(error && error.fields.length > 0 ? { errors: error.fields } : {}),
  };
}

export function sendProblem(res: Response, problem: Problem): void {
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
