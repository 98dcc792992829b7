import type { AppError } from '../kernel/errors';
import { CrossSiteRequest, TooManyRequests } from './refusals';

/** What a person is told. Messages of errors are for developers, so the page speaks by status only. */
export interface ErrorPage {
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  /** Where to go on, when we know. */
  readonly link: { readonly href: string; readonly label: string } | null;
}

const BEFORE_PAYING_AGAIN = 'If you were paying, look at the page you started from before you pay again.';

/** The same whether there is such an order or not. */
const DAMAGED_WAY_BACK: ErrorPage = {
  title: 'Back from your bank',
  heading: 'You are back from your bank',
  text: 'The address that brought you here is not complete, so we cannot tell which payment it is about. What you did at your bank counts all the same. Please open the payment page again, by the link in your shop or e-mail: it shows whether you have paid. Please do not pay again before you have looked there.',
  link: null,
};

/** @param isWayBack whether a bank has sent the shopper */
export function errorPageFor(refusal: AppError | null, isWayBack = false): ErrorPage {
  const status = refusal?.status ?? 500;
  if (isWayBack && (status === 404 || status === 400)) return DAMAGED_WAY_BACK;
  const heading = headingFor(status);
  const href = refusal instanceof CrossSiteRequest ? refusal.pageHref : null;
  const link = href === null ? null : { href, label: 'Open the page' };
  const text =
    refusal instanceof TooManyRequests ? waitFor(refusal.retryAfterSeconds) : textFor(status, link !== null);
  return { title: heading, heading, text, link };
}

/** Never less than it takes. */
function waitFor(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again. ${BEFORE_PAYING_AGAIN}`;
}

function headingFor(status: number): string {
  if (status === 404) return 'Page not found';
  if (status === 403) return 'That could not be sent';
  if (status === 429) return 'Too many tries';
  if (status === 503) return 'Not available right now';
  return status >= 500 ? 'Something went wrong' : 'That could not be read';
}

function textFor(status: number, hasLink: boolean): string {
  if (status === 404)
    return 'Check that the address is complete. The link in your shop or e-mail leads to the right page.';
  if (status === 403)
    return hasLink
      ? 'It did not come from our own page, so nothing was done. Open the page at its own address and try once more.'
      : 'It did not come from our own page. Go back, load the page again and try once more.';
  if (status === 429) return 'Please wait a few minutes, then try again.';
  if (status === 503) return `Please try again in a moment. ${BEFORE_PAYING_AGAIN}`;
  if (status >= 500) return `The fault is ours. Please try again in a moment. ${BEFORE_PAYING_AGAIN}`;
  return 'Go back, load the page again and try once more.';
}
