import type { Response } from 'express';
import { show, type HostedPage } from './hosted-page';
import type { Challenge } from '../payments/challenge';

/**
 * 3-D Secure is a form for the bank; open banking is an address of the bank.
 * @param backHref where somebody is sent who comes back to this page by the back button
 */
export function bankPage(challenge: Challenge, backHref: string): HostedPage {
  const page = { title: 'Going to your bank', backHref };
  return challenge.kind === 'form'
    ? { view: 'hosted-pages/bank', page: { ...page, action: challenge.action, fields: challenge.fields } }
    : { view: 'hosted-pages/bank-link', page: { ...page, href: challenge.url } };
}

export function showBank(res: Response, challenge: Challenge, backHref: string): void {
  show(res, bankPage(challenge, backHref), challenge.kind === 'form' ? 'bank' : 'plain');
}
