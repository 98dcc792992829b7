import express, { type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { fieldsFrom, textOf } from '../edge/fields';
import type { World } from '../world';
import { showBank, showNothingHere } from './bank-page';
import type { Challenge } from './challenges';

const requestSchema = z.object({ acsTransID: z.string() });
const answerSchema = z.object({ acsTransID: z.string(), transStatus: z.enum(['Y', 'N']) });

const ANSWER_PATHS = [
  '/api/pay/v1/:slug/3ds_2_2/:id',
  '/api/repeat-payment/v1/:slug/3ds_2_2/:id',
  '/api/repeat-payment/v1/:slug/3ds_2_2/:id/:type',
];

/** The bank's page, and Blink's address that takes the bank's answer and sends the browser back to the shop. */
export function acsRoutes(world: World): Router {
  const router = express.Router();
  router.post('/acs', (req, res) => {
    const read = requestSchema.safeParse(decoded(textOf(fieldsFrom(req.body), 'creq')));
    const challenge = read.success ? world.challenges.find(read.data.acsTransID) : null;
    if (challenge) showAcs(res, challenge);
    else showNothingHere(res);
  });
  router.all(ANSWER_PATHS, takeAnswer(world));
  return router;
}

function takeAnswer({ challenges, notifications }: World): RequestHandler {
  return async (req, res) => {
    const challenge = challenges.find(String(req.params['id']));
    if (!challenge) {
      showNothingHere(res);
      return;
    }
    const read = answerSchema.safeParse(decoded(textOf(fieldsFrom(req.body), 'cres')));
    if (read.success && read.data.acsTransID === challenge.id)
      challenges.answer(challenge, read.data.transStatus === 'Y');
    if (!challenge.answered) {
      showAcs(res, challenge); // opened by hand: the bank has not been asked yet
      return;
    }
    await notifications.beforeAnswer();
    res.redirect(302, challenge.returnTo());
  };
}

function showAcs(res: Response, challenge: Challenge): void {
  const cres = (transStatus: 'Y' | 'N'): string => {
    const response = { messageType: 'CRes', messageVersion: '2.2.0', acsTransID: challenge.id, transStatus };
    return Buffer.from(JSON.stringify(response)).toString('base64url');
  };
  showBank(res, challenge, { name: 'cres', approve: cres('Y'), refuse: cres('N') });
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
