import type { Response } from 'express';
import { show, type HostedPage } from './hosted-page';
import type { Challenge } from '../payments/challenge';
import type { Texts } from './texts/texts';

/**
 * 3-D Secure is a form for the bank; open banking is an address of the bank.
 * @param backHref where somebody is sent who comes back to this page by the back button
 */
export function bankPage(texts: Texts, challenge: Challenge, backHref: string): HostedPage {
  const page = { title: texts.bank.title, backHref };
  return challenge.kind === 'form'
    ? {
        view: 'hosted-pages/bank',
        texts,
        page: { ...page, action: challenge.action, fields: challenge.fields },
      }
    : { view: 'hosted-pages/bank-link', texts, page: { ...page, href: challenge.url } };
}

export function showBank(res: Response, texts: Texts, challenge: Challenge, backHref: string): void {
  show(res, bankPage(texts, challenge, backHref), challenge.kind === 'form' ? 'bank' : 'plain');
}
