import type { Response } from 'express';
import { formatMoney } from '../../kernel/money';
import { ACCOUNT } from '../account';
import { showPage } from '../pages';
import type { Challenge } from './challenges';

/** What the two buttons of the bank's page post. */
export interface Buttons {
  readonly name: string;
  readonly approve: string;
  readonly refuse: string;
}

export function showBank(
  res: Response,
  { answerPath, transaction }: Challenge,
  { name, approve, refuse }: Buttons,
): void {
  const { amount, cardMask, paymentSource } = transaction;
  showPage(res, 'bank', {
    title: 'Confirm your payment',
    merchant: ACCOUNT.name,
    amount: amount.minor === 0 ? 'No charge, a card check only' : formatMoney(amount),
    payer:
      cardMask === null
        ? { label: 'From', text: paymentSource }
        : { label: 'Card', text: `ending in ${cardMask.slice(-4)}` },
    answerPath,
    answerName: name,
    approve,
    refuse,
  });
}

export function showNothingHere(res: Response): void {
  res.status(404);
  showPage(res, 'message', {
    title: 'There is nothing to confirm here',
    text: 'Go back to the shop and start the payment again.',
  });
}
