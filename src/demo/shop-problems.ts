import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';
import { AppError, NotFound } from '../kernel/errors';
import { CheckoutRefused, CheckoutUnavailable } from './checkout-call';
import { problemPage, type ProblemWords, showPage } from './shop-pages';

export type ShopLog = (line: object) => void;

const TO_BASKET = { label: 'Back to your basket', href: '/basket' };
const TO_SHOP = { label: 'Back to the shop', href: '/' };

const NO_ANSWER: ProblemWords = {
  heading: 'The checkout does not answer',
  text: 'Your basket is kept. Please try again in a moment: nothing is ordered twice.',
  link: TO_BASKET,
};
const REFUSED: ProblemWords = {
  heading: 'The checkout did not take this order',
  text: 'The fault is ours, not yours. Your basket is kept.',
  link: TO_BASKET,
};
const NOT_FOUND: ProblemWords = {
  heading: 'There is nothing here',
  text: 'The address may be mistyped, or the order may belong to somebody else.',
  link: TO_SHOP,
};
const OLD_FORM: ProblemWords = {
  heading: 'That page was too old',
  text: 'Please load the page again and repeat what you did.',
  link: TO_SHOP,
};
const UNREADABLE: ProblemWords = {
  heading: 'That could not be read',
  text: 'Please load the page again and repeat what you did.',
  link: TO_SHOP,
};
const OUR_FAULT: ProblemWords = {
  heading: 'Something went wrong',
  text: 'The fault is ours. Please try again in a moment.',
  link: TO_SHOP,
};

export const noSuchPage: RequestHandler = () => {
  throw new NotFound();
};

export function answerProblems(log: ShopLog): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const { status, words } = problemOf(error);
    if (status >= 500) log({ msg: 'the demo shop could not answer', status, reason: reasonOf(error) });
    if (res.headersSent) {
      next(error);
      return;
    }
    res.status(status);
    showPage(req, res, 'problem', 'elsewhere', problemPage(words));
  };
}

function problemOf(error: unknown): { readonly status: number; readonly words: ProblemWords } {
  if (error instanceof CheckoutUnavailable) return { status: error.status, words: NO_ANSWER };
  if (error instanceof CheckoutRefused) return { status: error.status, words: REFUSED };
  if (error instanceof NotFound) return { status: error.status, words: NOT_FOUND };
  const status = statusOf(error);
  if (status === 403) return { status, words: OLD_FORM };
  return { status, words: status < 500 ? UNREADABLE : OUR_FAULT };
}

const HTTP_ERROR = z.object({ status: z.int().min(400).max(499) });

/** Express, its body reader and csrf-sync say by `status` that the request was at fault. */
function statusOf(error: unknown): number {
  const read = HTTP_ERROR.safeParse(error);
  return read.success ? read.data.status : 500;
}

/** Messages of our own errors hold no secrets; of others' nobody knows. */
function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
