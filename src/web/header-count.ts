import type { RequestHandler } from 'express';
import { TooManyHeaders } from './refusals';

export const MOST_HEADERS = 100;

/**
 * As they came, each of those that Node joins counted by itself. Nothing is done for a request of which a part might not have been seen:
 * without its `Content-Length` a refund of a part would read as a refund of everything.
 */
export const refuseTooManyHeaders: RequestHandler = (req, res, next) => {
  const { length } = req.rawHeaders; // names and values in turn
  if (length > 2 * MOST_HEADERS) {
    res.setHeader('Connection', 'close');
    throw new TooManyHeaders(MOST_HEADERS);
  }
  next();
};
