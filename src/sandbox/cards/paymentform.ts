import express, { type Router } from 'express';
import { ACCOUNT } from '../account';
import { fieldsFrom, textOf } from '../edge/fields';
import type { World } from '../world';
import { cardFrom } from './card-input';
import { maskOf } from './test-cards';
import { paymentTokenOf } from './vault';

/** Tokenisation, on the gateway's host. A failure is a 200 without a token. */
export function paymentformRoutes({ vault, clock }: World): Router {
  const router = express.Router();
  router.post('/paymentform', (req, res) => {
    const fields = fieldsFrom(req.body);
    if (textOf(fields, 'process') !== 'tokenise' || textOf(fields, 'tokenType') !== 'card') {
      res.json({ success: false, message: 'Invalid request' });
      return;
    }
    if (textOf(fields, 'merchantID') !== String(ACCOUNT.gatewayMerchantId)) {
      res.json({ success: false, message: 'Invalid merchantID' });
      return;
    }
    const typed = {
      number: textOf(fields, 'tokenData[cardNumber]'),
      expiry: textOf(fields, 'tokenData[cardExpiryDate]'),
      cvv: textOf(fields, 'tokenData[cardCVV]'),
    };
    const read = cardFrom(typed, clock.now());
    if ('problems' in read) {
      const invalid = Object.fromEntries(read.problems.map(({ field, message }) => [field, message]));
      res.json({ success: false, message: read.problems[0]?.message ?? 'Invalid card', invalid });
      return;
    }
    const { number, info, expiryMonth, expiryYear } = read.card;
    const card = vault.store({ mask: maskOf(number), info, expiryMonth, expiryYear });
    const paymentToken = paymentTokenOf(card);
    res.json({ success: true, message: 'Success', paymentToken, cardMask: card.mask, cardInfo: info });
  });
  return router;
}
