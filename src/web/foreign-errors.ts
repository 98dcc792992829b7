import { z } from 'zod';
import { AppError, NotFound } from '../kernel/errors';
import { BodyTooLarge, MalformedRequest, UnsupportedBody } from './refusals';

/** Errors that Express, its router, its body readers and its file server throw about a request: a status, sometimes a type. */
const httpError = z.object({ status: z.number().int().min(400).max(499), type: z.string().optional() });

/**
 * Translates errors of the libraries below us. Their messages repeat what was sent, so none of them is passed on.
 * @returns null when the fault is not the request's
 */
export function refusalFrom(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const read = httpError.safeParse(error);
  if (!read.success) return null;
  const { status, type } = read.data;
  if (type !== undefined) return bodyRefusal(type);
  if (status === 404 || status === 403) return new NotFound();
  return new MalformedRequest('The address of the request cannot be read');
}

function bodyRefusal(type: string): AppError {
  switch (type) {
    case 'entity.too.large':
      return new BodyTooLarge();
    case 'parameters.too.many':
      return new BodyTooLarge('The form has more fields than this address takes');
    case 'encoding.unsupported':
      return new UnsupportedBody('The body is compressed in a way this address does not take');
    case 'charset.unsupported':
      return new UnsupportedBody('The body must be in UTF-8');
    case 'entity.parse.failed':
      return new MalformedRequest('The body cannot be read: it is not what its content type says');
    case 'request.aborted':
      return new MalformedRequest('The body ended before it was complete');
    default:
      return new MalformedRequest('The body cannot be read');
  }
}
