import type { AppError } from '../kernel/errors';
import type { Page } from '../web/page';
import { CrossSiteRequest, TooManyRequests } from '../web/refusals';
import type { Texts } from './texts/texts';

/** What a person is told. Messages of errors are for developers, so the page speaks by status only. */
export interface ErrorPage extends Page {
  readonly texts: Texts;
  readonly heading: string;
  readonly text: string;
  /** Where to go on, when we know. */
  readonly link: { readonly href: string; readonly label: string } | null;
}

/** @param isWayBack whether a bank has sent the shopper */
export function errorPageFor(texts: Texts, refusal: AppError | null, isWayBack = false): ErrorPage {
  const status = refusal?.status ?? 500;
  // The same whether there is such an order or not.
  if (isWayBack && (status === 404 || status === 400))
    return { ...texts.errors.damagedWayBack, texts, link: null };
  const { heading, text } = wordsFor(texts.errors, status);
  const page = { texts, title: heading, heading, text, link: null };
  if (refusal instanceof TooManyRequests)
    return { ...page, text: texts.errors.tooManyTries.textWithWait(minutesToWait(refusal)) };
  if (refusal instanceof CrossSiteRequest && refusal.pageHref !== null) {
    const { textWithLink, link } = texts.errors.notOurPage;
    return { ...page, text: textWithLink, link: { href: refusal.pageHref, label: link } };
  }
  return page;
}

/** Never less than it takes. */
function minutesToWait({ retryAfterSeconds }: TooManyRequests): number {
  return Math.ceil(retryAfterSeconds / 60);
}

function wordsFor(errors: Texts['errors'], status: number) {
  if (status === 404) return errors.notFound;
  if (status === 403) return errors.notOurPage;
  if (status === 429) return errors.tooManyTries;
  if (status === 503) return errors.unavailable;
  return status >= 500 ? errors.ourFault : errors.unreadable;
}
