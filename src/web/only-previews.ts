import type { Request } from 'express';
import { PREVIEWERS } from './previewers';

/** Names are cut to this length: what identifies a program stands at the beginning. */
const LONGEST_NAME = 1_000;

/**
 * Whether no person waits for the page: the request is a HEAD, a browser prefetches the page, or a program makes a preview of the address.
 * Nothing is opened at Blink for such a request, and nothing is changed.
 */
export function onlyPreviews(req: Pick<Request, 'method' | 'headers'>): boolean {
  return req.method === 'HEAD' || isPrefetch(req) || isPreviewer(req.headers['user-agent']);
}

/** @see https://wicg.github.io/nav-speculation/prefetch.html */
function isPrefetch({ headers }: Pick<Request, 'headers'>): boolean {
  return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) => {
    const header = headers[name];
    const words = (typeof header === 'string' ? header : '').toLowerCase().split(/[;,]/);
    return words.some((word) => ['prefetch', 'prerender', 'preview'].includes(word.trim()));
  });
}

function isPreviewer(userAgent: string | undefined): boolean {
  const name = (userAgent ?? '').slice(0, LONGEST_NAME).toLowerCase();
  return PREVIEWERS.some((previewer) => name.includes(previewer));
}
