import type { Response } from 'express';
import type { Challenge } from '../orders/order';
import { show, type HostedPage } from './hosted-page';

/** 3-D Secure is a form for the bank; open banking is an address of the bank. */
export function bankPage(challenge: Challenge): HostedPage {
  const title = 'Going to your bank';
  return challenge.kind === 'form'
    ? { view: 'hosted-pages/bank', page: { title, action: challenge.action, fields: challenge.fields } }
    : { view: 'hosted-pages/bank-link', page: { title, href: challenge.url } };
}

export function showBank(res: Response, challenge: Challenge): void {
  show(res, bankPage(challenge), challenge.kind === 'form' ? 'bank' : 'plain');
}
