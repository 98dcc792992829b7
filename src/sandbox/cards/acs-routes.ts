import express, { type Response, type Router } from 'express';
import { z } from 'zod';
import { formatMoney } from '../../money';
import { ACCOUNT } from '../account';
import { fieldsFrom, textOf } from '../edge/fields';
import { showPage } from '../pages';
import { DECLINES } from '../transactions/amount-bands';
import type { World } from '../world';
import { authorise, decline } from './authorisation';
import type { Challenge } from './challenges';

const requestSchema = z.object({ acsTransID: z.string() });
const answerSchema = z.object({ acsTransID: z.string(), transStatus: z.enum(['Y', 'N']) });

/** The bank's page, and Blink's address that takes the bank's answer and sends the browser back to the shop. */
export function acsRoutes(world: World): Router {
  const router = express.Router();

  router.post('/acs', (req, res) => {
    const read = requestSchema.safeParse(decoded(textOf(fieldsFrom(req.body), 'creq')));
    const challenge = read.success ? world.challenges.find(read.data.acsTransID) : null;
    if (challenge) showPage(res, 'bank', acsPage(challenge));
    else showNothingHere(res);
  });

  router.all(
    [
      '/api/pay/v1/:slug/3ds_2_2/:id',
      '/api/repeat-payment/v1/:slug/3ds_2_2/:id',
      '/api/repeat-payment/v1/:slug/3ds_2_2/:id/:type',
    ],
    async (req, res) => {
      const challenge = world.challenges.find(String(req.params['id']));
      if (!challenge) {
        showNothingHere(res);
        return;
      }
      const read = answerSchema.safeParse(decoded(textOf(fieldsFrom(req.body), 'cres')));
      if (!challenge.answered && read.success) answer(world, challenge, read.data.transStatus);
      if (!challenge.answered) {
        showPage(res, 'bank', acsPage(challenge)); // opened by hand: the bank has not been asked yet
        return;
      }
      await world.notifications.beforeAnswer();
      res.redirect(302, challenge.returnTo());
    },
  );

  return router;
}

/** Counts once: a reload, or the other button after going back, changes nothing any more. */
function answer(world: World, challenge: Challenge, status: 'Y' | 'N'): void {
  challenge.answered = true;
  if (status === 'Y') authorise(world, challenge.transaction, challenge.rule);
  else decline(world, challenge.transaction, DECLINES.challengeRefused);
}

function acsPage({ id, answerPath, transaction }: Challenge): object {
  const cres = (transStatus: 'Y' | 'N'): string => {
    const response = { messageType: 'CRes', messageVersion: '2.2.0', acsTransID: id, transStatus };
    return Buffer.from(JSON.stringify(response)).toString('base64url');
  };
  return {
    title: 'Confirm your payment',
    merchant: ACCOUNT.name,
    amount: transaction.amount.minor === 0 ? 'No charge, a card check only' : formatMoney(transaction.amount),
    payer:
      transaction.cardMask === null
        ? { label: 'From', text: transaction.paymentSource }
        : { label: 'Card', text: `ending in ${transaction.cardMask.slice(-4)}` },
    answerName: 'cres',
    answerPath,
    approve: cres('Y'),
    refuse: cres('N'),
  };
}

function showNothingHere(res: Response): void {
  res.status(404);
  showPage(res, 'message', {
    title: 'There is nothing to confirm here',
    text: 'Go back to the shop and start the payment again.',
  });
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
