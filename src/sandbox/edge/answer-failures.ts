import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';
import { Refusal } from './refusal';

const parserError = z.object({ status: z.int().min(400).max(499), type: z.string() });

/**
 * The last handler. An error of the body parser quotes the body, and that may hold a card number: only its type is logged.
 */
export function answerFailures(log: (line: object) => void): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    if (error instanceof Refusal) {
      res.status(error.status).json(error.body);
      return;
    }
    const unreadable = parserError.safeParse(error);
    if (unreadable.success) {
      res.status(unreadable.data.status).json({ error: 'The request could not be read' });
      return;
    }
    log({
      message: 'sandbox failed',
      method: req.method,
      path: req.path,
      error: error instanceof Error ? error.stack : 'unknown',
    });
    res.status(500).json({ error: 'Server Error' });
  };
}
