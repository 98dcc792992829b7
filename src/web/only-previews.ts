import type { Request } from 'express';
import { PREVIEWERS } from './previewers';

/** Longer names say nothing that is not at their beginning. */
const LONGEST_NAME = 1_000;

/**
 * Whether nobody waits for the page: only its head is asked for, a browser fetches it in case that somebody goes there, or a program
 * makes a preview of the address. Nothing is opened at Blink for such a request, and nothing is changed.
 */
export function onlyPreviews(req: Pick<Request, 'method' | 'headers'>): boolean {
  return req.method === 'HEAD' || isPrefetch(req) || isPreviewer(req.headers['user-agent']);
}

/** @see https://wicg.github.io/nav-speculation/prefetch.html */
function isPrefetch({ headers }: Pick<Request, 'headers'>): boolean {
  return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) => {
    const said = headers[name];
    const words = (typeof said === 'string' ? said : '').toLowerCase().split(/[;,]/);
    return words.some((word) => ['prefetch', 'prerender', 'preview'].includes(word.trim()));
  });
}

function isPreviewer(userAgent: string | undefined): boolean {
  const name = (userAgent ?? '').slice(0, LONGEST_NAME).toLowerCase();
  return PREVIEWERS.some((previewer) => name.includes(previewer));
}
