import type { RequestHandler } from 'express';
import { TooManyHeaders } from './refusals';

export const MOST_HEADERS = 100;

/**
 * Counts the raw headers, so that headers which Node joins count one by one. A request of which a part might be missing is refused:
 * without its `Content-Length` a partial refund would be read as a refund of everything.
 */
export const refuseTooManyHeaders: RequestHandler = (req, res, next) => {
  const { length } = req.rawHeaders; // names and values in turn
  if (length > 2 * MOST_HEADERS) {
    res.setHeader('Connection', 'close');
    throw new TooManyHeaders(MOST_HEADERS);
  }
  next();
};
